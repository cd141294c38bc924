package tributary.connector.email.automatic;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From codes and words to what a failure means. Words outweigh the codes that servers give without thinking. A failure
 * without any reason is soft: an address is given up for a reason only.
 */
final class BounceRule {
    private static final Pattern STATUS = Pattern.compile("(?<![\\d.])([245])\\.(\\d{1,3})\\.(\\d{1,3})(?![\\d.]*\\d)");
    private static final Pattern REPLY = Pattern.compile("(?<![\\d.])([45])\\d\\d(?=[ -])");
    private static final Pattern FULL = Pattern.compile(
            "mailbox (is )?full|over ?quota|quota (is )?exceeded|exceeded.{0,20}quota|out of (disk )?space"
                    + "|insufficient (system )?storage|mailbox.{0,20}full|full mailbox|邮箱已满|空间不足|容量已满|郵箱已滿");
    private static final Pattern UNKNOWN = Pattern.compile(
            "(user|recipient|mailbox|address|account|addressee|destination)[^\\n]{0,30}(unknown|not found|does ?n.t exist|does not"
                    + " exist|not exist|invalid|disabled|inactive|closed|unavailable|not listed|couldn.t be found"
                    + "|wasn.t found|possibly incorrect)"
                    + "|unknown[^\\n]{0,20}(user|recipient|mailbox|address|account|local)|no (such|mailbox|longer)"
                    + "|invalid (recipient|address|user|mailbox)|malformed address|not a valid|unrouteable"
                    + "|(host|domain)[^\\n]{0,30}(not found|unknown|does not exist|couldn.t be found)|no mx"
                    + "|recipientnotfound|bad destination|不存在|找不到|无此用户|用户未知");
    private static final Pattern POLICY = Pattern.compile(
            "spam|blocked|black ?list|block ?list|\\brbl\\b|dnsbl|spamhaus|polic(y|ies)|dmarc|\\bspf\\b|\\bdkim\\b"
                    + "|reputation|virus|not authori[sz]ed|not allowed|relay|too (large|big)|size limit|maximum.{0,20}size"
                    + "|message size|sender rejected|mismatch|sending ip|content (rejected|denied)|垃圾|拦截|黑名单|拒收|权限|權限|反垃圾|频率");
    private static final Pattern LATER = Pattern.compile(
            "try again|timed? ?out|not responding|temporar|greylist|refused|unreachable|did not accept our requests"
                    + "|socket error|too busy|service (currently )?unavailable|too many|rate limit|resources|retried|loop|稍后|超时|繁忙");

    private BounceRule() {}

    /** The first RFC 3463 code in a text; empty if there is none. */
    static String status(String text) {
        Matcher matcher = STATUS.matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    /** The better of the code a report gives and the one in its diagnostic: {@code 5.0.0} says nothing. */
    static String status(String reported, String diagnostic) {
        String first = status(reported);
        String second = status(diagnostic);
        boolean vague = first.isEmpty() || first.endsWith(".0.0") || first.equals("5.5.0");
        return vague && !second.isEmpty() ? second : first;
    }

    static BounceKind kind(String action, String status, String words) {
        String text = words.toLowerCase(Locale.ROOT);
        if (action.equals("delayed")
                || status.startsWith("4.")
                || FULL.matcher(text).find()) {
            return BounceKind.SOFT;
        }
        if (status.isEmpty() && text.isBlank()) {
            return BounceKind.SOFT;
        }
        if (status.isEmpty()) {
            Matcher reply = REPLY.matcher(text);
            boolean later = reply.find() && reply.group(1).equals("4");
            return later ? BounceKind.SOFT : byWords(text, BounceKind.HARD);
        }
        String[] code = status.split("\\.", -1);
        return byCode(code[1], code[1] + "." + code[2], text);
    }

    private static BounceKind byCode(String subject, String code, String text) {
        return switch (subject) {
            case "1" -> code.equals("1.7") || code.equals("1.8") ? BounceKind.POLICY : addressed(text);
            case "2" -> mailbox(code, text);
            case "3" -> code.equals("3.4") ? BounceKind.POLICY : byWords(text, BounceKind.SOFT);
            case "4" -> network(code, text);
            case "5" -> byWords(text, code.equals("5.0") ? BounceKind.HARD : BounceKind.POLICY);
            case "6" -> BounceKind.POLICY;
            case "7" -> nobodyThere(text) ? BounceKind.HARD : BounceKind.POLICY;
            default -> byWords(text, BounceKind.HARD);
        };
    }

    private static BounceKind addressed(String text) {
        boolean unwanted = POLICY.matcher(text).find() && !UNKNOWN.matcher(text).find();
        return unwanted ? BounceKind.POLICY : BounceKind.HARD;
    }

    /** Some servers call an unknown recipient a matter of policy; an unknown sender is one. */
    private static boolean nobodyThere(String text) {
        return UNKNOWN.matcher(text).find() && !text.contains("sender");
    }

    private static BounceKind mailbox(String code, String text) {
        return switch (code) {
            case "2.2" -> BounceKind.SOFT;
            case "2.3" -> BounceKind.POLICY;
            case "2.1", "2.4" -> BounceKind.HARD;
            default -> byWords(text, BounceKind.HARD);
        };
    }

    private static BounceKind network(String code, String text) {
        boolean nowhere = code.equals("4.3") || code.equals("4.4") || code.equals("4.0");
        boolean refused = text.contains("recipient address rejected");
        return refused ? BounceKind.HARD : byWords(text, nowhere ? BounceKind.HARD : BounceKind.SOFT);
    }

    private static BounceKind byWords(String text, BounceKind otherwise) {
        if (UNKNOWN.matcher(text).find()) {
            return BounceKind.HARD;
        }
        if (POLICY.matcher(text).find()) {
            return BounceKind.POLICY;
        }
        return LATER.matcher(text).find() ? BounceKind.SOFT : otherwise;
    }

    /** Whether a line of a notice tells why. */
    static boolean explains(String line) {
        String text = line.toLowerCase(Locale.ROOT);
        return FULL.matcher(text).find()
                || UNKNOWN.matcher(text).find()
                || POLICY.matcher(text).find()
                || LATER.matcher(text).find();
    }

    /** Whether a line holds a reply of a mail server (RFC 5321 section 4.2). */
    static boolean replies(String line) {
        return REPLY.matcher(line).find();
    }
}
