package tributary.gateway.platform.smtp.wire;

import java.util.Locale;
import java.util.Optional;

/**
 * What follows the path of a MAIL command: SIZE (RFC 1870), BODY (RFC 6152), SMTPUTF8 (RFC 6531). RET and ENVID (RFC 3461)
 * are taken and not used.
 *
 * @param size the size that the client declares; 0 if it does not
 * @param utf8 whether addresses may be other than ASCII
 * @param refusal what to answer if they are wrong
 */
public record MailParameters(long size, boolean utf8, Optional<Reply> refusal) {

    private static final MailParameters NONE = new MailParameters(0, false, Optional.empty());

    public static MailParameters parse(String text) {
        MailParameters read = NONE;
        for (String parameter : text.split(" +", -1)) {
            if (!parameter.isEmpty() && read.refusal.isEmpty()) {
                read = read.with(parameter);
            }
        }
        return read;
    }

    private MailParameters with(String parameter) {
        int equals = parameter.indexOf('=');
        String name = (equals < 0 ? parameter : parameter.substring(0, equals)).toUpperCase(Locale.ROOT);
        String value = equals < 0 ? "" : parameter.substring(equals + 1);
        return switch (name) {
            case "SIZE" ->
                value.matches("[0-9]{1,20}") ? new MailParameters(number(value), utf8, refusal) : wrong(name);
            case "BODY" -> value.matches("(?i)7BIT|8BITMIME") ? this : wrong(name);
            case "SMTPUTF8" -> equals < 0 ? new MailParameters(size, true, refusal) : wrong(name);
            case "RET" -> value.matches("(?i)FULL|HDRS") ? this : wrong(name);
            case "ENVID" -> value.isEmpty() ? wrong(name) : this;
            default -> refused(Reply.of(555, "5.5.4", "unknown parameter " + name));
        };
    }

    private MailParameters wrong(String name) {
        return refused(Reply.of(501, "5.5.4", "cannot read parameter " + name));
    }

    private MailParameters refused(Reply reply) {
        return new MailParameters(size, utf8, Optional.of(reply));
    }

    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
