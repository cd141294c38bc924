package tributary.load.faults.post;

import tributary.load.faults.check.Book;
import tributary.load.faults.check.Sent;

/**
 * What a node said to a message.
 *
 * @param code in the words of the channel, such as {@code smtp 451}; empty when there was no answer
 */
public record Verdict(Kind kind, String code) {

    /** There was no answer: it may be there or not. */
    public static final Verdict SILENCE = new Verdict(Kind.SILENCE, "");

    /** The provider keeps it until somebody has fetched it. */
    public static final Verdict KEPT = new Verdict(Kind.KEPT, "");

    private static final int HTTP_OK = 200;
    private static final int TOO_MANY = 429;
    private static final int MAIL_OK = 250;
    private static final int FIRST_5XX = 500;

    /** What it means for the sender. */
    public enum Kind {
        TAKEN,
        KEPT,
        LATER,
        NEVER,
        SILENCE
    }

    static Verdict hook(int status) {
        String code = "hook " + status;
        if (status == HTTP_OK) {
            return new Verdict(Kind.TAKEN, code);
        }
        return new Verdict(status >= FIRST_5XX || status == TOO_MANY ? Kind.LATER : Kind.NEVER, code);
    }

    /** @param reply 0 if there was none */
    static Verdict mail(int reply) {
        String code = "smtp " + reply;
        if (reply == 0) {
            return SILENCE;
        }
        if (reply == MAIL_OK) {
            return new Verdict(Kind.TAKEN, code);
        }
        return new Verdict(reply >= FIRST_5XX ? Kind.NEVER : Kind.LATER, code);
    }

    /** A message centre repeats whatever the status is; the checker knows which ones are honest. */
    static Verdict centre(int status) {
        return new Verdict(status == 0 ? Kind.TAKEN : Kind.LATER, "smpp " + Integer.toHexString(status));
    }

    /** Writes down what was said to a hint that a message is there: nothing follows from it for the message. */
    void tellOfHint(Book book, Sent message) {
        if (kind != Kind.TAKEN) {
            tell(book, message);
        }
    }

    /**
     * Writes it down.
     *
     * @return whether it is over: taken or kept, or wrongly refused for ever
     */
    public boolean tell(Book book, Sent message) {
        switch (kind) {
            case TAKEN -> book.acknowledged(message);
            case KEPT -> book.kept(message);
            case SILENCE -> book.unanswered(message.name());
            case LATER -> book.refused(code, message.name());
            case NEVER -> {
                book.refused(code, message.name());
                book.complain("honest", "a message to " + message.inbox() + " was refused for ever: " + code);
            }
        }
        return kind == Kind.TAKEN || kind == Kind.KEPT || kind == Kind.NEVER;
    }
}
