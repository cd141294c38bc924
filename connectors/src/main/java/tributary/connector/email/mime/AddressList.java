package tributary.connector.email.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tributary.connector.email.mime.value.HeaderText;

/**
 * Addresses of a header field: RFC 5322 section 3.4 with its obsolete forms, and what senders make of it. Groups are
 * dissolved, semicolons separate as well, a comma within an unquoted name is put right. Linear; at most
 * {@link #MOST} are read.
 */
final class AddressList {
    static final int MOST = 1000;

    private final String in;
    private final HeaderText text;
    private final List<MailAddress> found = new ArrayList<>();
    private final StringBuilder phrase = new StringBuilder();
    private final StringBuilder comment = new StringBuilder();
    private Optional<String> angle = Optional.empty();
    private final int lastAngle;
    private boolean quoted;
    private boolean afterComma;
    private String loose = "";

    private AddressList(String octets, HeaderText text) {
        this.in = octets;
        this.text = text;
        this.lastAngle = octets.lastIndexOf('>');
    }

    /** Reads a value of which each character is an octet. */
    static List<MailAddress> of(String octets, HeaderText text) {
        AddressList list = new AddressList(octets, text);
        list.read();
        return list.found;
    }

    private void read() {
        int at = 0;
        while (at < in.length() && found.size() < MOST) {
            at = token(in.charAt(at), at);
        }
        end(false);
        endLoose();
    }

    private int token(char c, int at) {
        switch (c) {
            case '"' -> {
                return quoted(at + 1);
            }
            case '(' -> {
                return comment(at + 1);
            }
            case '<' -> {
                return angle(at + 1);
            }
            case ',' -> end(true);
            case ';' -> end(false);
            case ':' -> group();
            case '=' -> {
                return word(at);
            }
            default -> phrase.append(c);
        }
        return at + 1;
    }

    /** An encoded-word is one token, whatever separators it holds. */
    private int word(int at) {
        int charset = in.startsWith("=?", at) ? in.indexOf('?', at + 2) : -1;
        int data = charset > 0 && charset - at < 64 ? in.indexOf('?', charset + 1) : -1;
        int end = data > 0 && data - charset < 4
                ? in.substring(data + 1, Math.min(in.length(), at + 2000)).indexOf("?=")
                : -1;
        int after = end >= 0 ? data + 1 + end + 2 : at + 1;
        phrase.append(in, at, after);
        return after;
    }

    private int quoted(int from) {
        int at = from;
        quoted = true;
        while (at < in.length() && in.charAt(at) != '"') {
            at += in.charAt(at) == '\\' && at + 1 < in.length() ? 1 : 0;
            phrase.append(in.charAt(at++));
        }
        return at + 1;
    }

    private int comment(int from) {
        int at = from;
        int depth = 1;
        while (at < in.length() && depth > 0) {
            char c = in.charAt(at);
            at += c == '\\' && at + 1 < in.length() ? 1 : 0;
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth > 0) {
                comment.append(in.charAt(at));
            }
            at++;
        }
        return at;
    }

    private int angle(int from) {
        int end = from > lastAngle ? -1 : in.indexOf('>', from);
        int comma = in.indexOf(',', from);
        if (end < 0) {
            end = comma < 0 ? in.length() : comma;
            angle = Optional.of(in.substring(from, end));
            return end;
        }
        angle = Optional.of(in.substring(from, end));
        return end + 1;
    }

    /** The name of a group ends with a colon; so does a scheme someone left before an address. */
    private void group() {
        if (!phrase.toString().contains("@") && angle.isEmpty()) {
            phrase.setLength(0);
            quoted = false;
        } else {
            phrase.append(':');
        }
    }

    private void end(boolean comma) {
        String name = phrase.toString().strip();
        String remark = comment.toString().strip();
        if (angle.isPresent()) {
            String whole = afterComma && !quoted && !loose.isEmpty() ? loose + ", " + name : name;
            boolean merged = !whole.equals(name);
            if (!merged) {
                endLoose();
            }
            loose = "";
            add(angle.get(), whole.isEmpty() ? remark : whole);
        } else if (name.contains("@")) {
            endLoose();
            add(name, remark);
        } else if (!name.isEmpty() || !remark.isEmpty()) {
            endLoose();
            loose = name.isEmpty() ? remark : name;
        }
        afterComma = comma;
        phrase.setLength(0);
        comment.setLength(0);
        angle = Optional.empty();
        quoted = false;
    }

    private void endLoose() {
        if (!loose.isEmpty()) {
            String decoded = text.decode(loose);
            loose = "";
            boolean hidden = decoded.contains("@") && !address(decoded).isEmpty();
            found.add(hidden ? new MailAddress("", address(decoded)) : new MailAddress(decoded, ""));
        }
    }

    private void add(String octets, String name) {
        String spec = octets.startsWith("@") ? octets.substring(octets.indexOf(':') + 1) : octets;
        String address = address(text.decode(spec));
        String shown = text.decode(name);
        if (shown.length() > 1 && shown.startsWith("'") && shown.endsWith("'")) {
            shown = shown.substring(1, shown.length() - 1);
        }
        if (address.isEmpty() && shown.isEmpty()) {
            shown = text.decode(octets);
        }
        if (!address.isEmpty() || !shown.isEmpty()) {
            found.add(new MailAddress(shown.strip(), address));
        }
    }

    /** The addr-spec in a text, or empty. */
    private static String address(String decoded) {
        String bare = decoded.strip();
        bare = bare.regionMatches(true, 0, "mailto:", 0, 7) ? bare.substring(7) : bare;
        while (bare.length() > 1
                && "'\"<".indexOf(bare.charAt(0)) >= 0
                && "'\">".indexOf(bare.charAt(bare.length() - 1)) >= 0) {
            bare = bare.substring(1, bare.length() - 1).strip();
        }
        int at = bare.lastIndexOf('@');
        String local = at < 0 ? "" : bare.substring(0, at).strip();
        String domain = at < 0 ? "" : bare.substring(at + 1).strip().toLowerCase(Locale.ROOT);
        domain = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        boolean quoted = local.length() > 1 && local.startsWith("\"") && local.endsWith("\"");
        boolean good = !local.isEmpty()
                && local.length() + domain.length() <= 320
                && (quoted || local.chars().noneMatch(c -> c <= ' ' || "@,;:<>()[]\\\"".indexOf(c) >= 0))
                && isDomain(domain);
        return good ? local + "@" + domain : "";
    }

    private static boolean isDomain(String domain) {
        boolean literal = domain.startsWith("[") && domain.endsWith("]");
        return !domain.isEmpty()
                && !domain.startsWith(".")
                && !domain.contains("..")
                && domain.chars().noneMatch(c -> c <= ' ' || "@,;<>()\\\"'".indexOf(c) >= 0)
                && (literal || domain.chars().noneMatch(c -> c == '[' || c == ']' || c == ':' || c == '/'));
    }
}
