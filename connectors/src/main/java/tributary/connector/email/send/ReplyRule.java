package tributary.connector.email.send;

import io.vertx.core.Future;
import io.vertx.ext.mail.SMTPException;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import tributary.connector.Delivery;

/**
 * What a failure means for a mail.
 *
 * <table>
 * <caption>By how far the dialogue came</caption>
 * <tr><th></th><th>refused with 4yz</th><th>refused with 5yz</th><th>lost, silent, anything else</th></tr>
 * <tr><td>before MAIL</td><td>deferred</td><td>deferred: it is us whom the relay does not want, not this mail</td>
 *     <td>deferred</td></tr>
 * <tr><td>MAIL to the text</td><td>deferred</td><td>rejected; deferred where a login is asked for</td><td>deferred</td></tr>
 * <tr><td>after the dot</td><td>deferred</td><td>rejected</td><td>nobody knows</td></tr>
 * </table>
 */
final class ReplyRule {
    /** Only a hint: the outbox has its own schedule. */
    static final Duration SOON = Duration.ofMinutes(1);

    private static final int LONGEST_REASON = 500;

    /** Authentication (RFC 4954, section 6): cured by the configuration, so nothing is said about the mail. */
    private static final Set<Integer> LOGIN = Set.of(530, 534, 535, 538);

    private static final Pattern REPLY = Pattern.compile("[45]\\d\\d(?:[ -].*)?", Pattern.DOTALL);

    private static final Pattern NO_MAILBOX = Pattern.compile("^5\\d\\d[ -]5\\.1\\.(?:1|6|10)\\b");

    /** The client's words for a mail that is larger than the relay's SIZE (RFC 1870). */
    private static final String TOO_LARGE = "message exceeds allowed size limit";

    private ReplyRule() {}

    /** @return fails with {@link NobodyKnowsException} */
    static Future<Delivery> judge(Throwable failure, Progress progress) {
        if (failure instanceof SMTPException refusal
                && REPLY.matcher(refusal.getReplyMessage()).matches()) {
            return Future.succeededFuture(refused(refusal, progress));
        }
        if (TOO_LARGE.equals(failure.getMessage())) {
            return Future.succeededFuture(new Delivery.Rejected("larger than the relay takes"));
        }
        return switch (progress) {
            case DOT ->
                Future.failedFuture(new NobodyKnowsException(
                        "the relay had the whole mail and did not say whether it took it: " + words(failure)));
            case HELLO -> deferred("no SMTP dialogue with the relay: " + words(failure));
            case ENVELOPE, DATA, TEXT -> deferred("connection lost before the end of the mail: " + words(failure));
        };
    }

    private static Delivery refused(SMTPException refusal, Progress progress) {
        String words = clean(String.join(" / ", refusal.getReplyMessages()));
        if (progress == Progress.HELLO || LOGIN.contains(refusal.getReplyCode())) {
            return new Delivery.Deferred(SOON, "the relay refuses this node: " + words);
        }
        return refusal.isPermanent() ? new Delivery.Rejected(words) : new Delivery.Deferred(SOON, words);
    }

    /** Whether a relay's words say that the mailbox does not exist: 5.1.1, 5.1.6 (moved) or 5.1.10 (null MX, RFC 7505). */
    static boolean noSuchMailbox(String words) {
        return NO_MAILBOX.matcher(words).find();
    }

    private static Future<Delivery> deferred(String reason) {
        return Future.succeededFuture(new Delivery.Deferred(SOON, reason));
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        return clean(message == null ? failure.getClass().getSimpleName() : message);
    }

    private static String clean(String words) {
        String visible = words.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return visible.length() <= LONGEST_REASON ? visible : visible.substring(0, LONGEST_REASON) + "...";
    }
}
