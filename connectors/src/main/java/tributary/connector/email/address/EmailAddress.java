package tributary.connector.email.address;

import java.net.IDN;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A mailbox address as it can stand in an SMTP command: {@code local@domain}, ASCII only (RFC 5321, section 4.1.2).
 *
 * <p>The local part is kept as written, but compared without regard to case, because no mail system of today tells two
 * mailboxes apart by it. Quoted local parts and address literals are not accepted: nobody can type them into a form, and
 * parsers disagree about them.
 *
 * @param local what stands before the last {@code @}, at most 64 octets
 * @param domain lower case; names in other scripts are in their ASCII form (RFC 5891)
 */
public record EmailAddress(String local, String domain) {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST = 254;

    /** Atoms with dots anywhere: {@code a..b@} and {@code a.@} are wrong and exist (docomo.ne.jp). */
    private static final Pattern LOCAL = Pattern.compile("[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}");

    /** The underscore is no host name and exists in mail domains. */
    private static final Pattern DOMAIN =
            Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*");

    public EmailAddress {
        if (!local.chars().allMatch(c -> c < 128)) {
            throw new IllegalArgumentException("expected an ASCII local part, found \"" + shown(local)
                    + "\": mail to names in other scripts needs SMTPUTF8, which is not spoken here");
        }
        if (local.length() > LONGEST_LOCAL) {
            throw new IllegalArgumentException(
                    "expected a local part of at most 64 characters, found " + local.length());
        }
        if (!LOCAL.matcher(local).matches()) {
            throw new IllegalArgumentException(
                    "expected a local part such as \"li.lei\", found \"" + shown(local) + "\"");
        }
        domain = ascii(domain);
        if (local.length() + 1 + domain.length() > LONGEST) {
            throw new IllegalArgumentException("expected an address of at most 254 characters");
        }
    }

    /**
     * Reads an address without a name: {@code li@example.cn}, or in angle brackets.
     *
     * @throws IllegalArgumentException if it is not one, or if it holds a line break or another control character
     */
    public static EmailAddress parse(String text) {
        String address = text.startsWith("<") && text.endsWith(">") && text.length() > 1
                ? text.substring(1, text.length() - 1)
                : text;
        int at = address.lastIndexOf('@');
        if (at <= 0 || at == address.length() - 1) {
            throw new IllegalArgumentException(
                    "expected an address such as \"li@example.cn\", found \"" + shown(text) + "\"");
        }
        return new EmailAddress(address.substring(0, at), address.substring(at + 1));
    }

    /** The same for every spelling of one mailbox: all in lower case. */
    public String canonical() {
        return local.toLowerCase(Locale.ROOT) + '@' + domain;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EmailAddress address && canonical().equals(address.canonical());
    }

    @Override
    public int hashCode() {
        return canonical().hashCode();
    }

    @Override
    public String toString() {
        return local + '@' + domain;
    }

    private static String ascii(String domain) {
        String ascii;
        try {
            ascii = IDN.toASCII(domain, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("expected a domain, found \"" + shown(domain) + "\"", e);
        }
        if (ascii.length() > LONGEST || !DOMAIN.matcher(ascii).matches()) {
            throw new IllegalArgumentException("expected a domain, found \"" + shown(domain) + "\"");
        }
        return ascii;
    }

    private static String shown(String text) {
        String visible = text.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 80 ? visible : visible.substring(0, 80) + "...";
    }
}
