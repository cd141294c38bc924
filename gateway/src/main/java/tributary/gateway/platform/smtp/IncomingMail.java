package tributary.gateway.platform.smtp;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import tributary.gateway.platform.smtp.dialogue.Phase;
import tributary.gateway.platform.smtp.dialogue.Phase.Addressing;
import tributary.gateway.platform.smtp.dialogue.Terms;
import tributary.gateway.platform.smtp.spool.Spool;
import tributary.gateway.platform.smtp.wire.DataFrames;
import tributary.gateway.platform.smtp.wire.Reply;

/**
 * A mail between 354 and its end. What will be refused is read on to its real end and dropped, so that none of it is taken
 * for commands; its file is deleted at once.
 */
final class IncomingMail {

    private static final int MOST_RECEIVED = 50;

    private final String id;
    private final Addressing envelope;
    private final DataFrames frames = new DataFrames();
    private final Spool spool;
    private final Terms terms;
    private final boolean lenient;

    private long bytes;

    IncomingMail(String id, Addressing envelope, Spool spool, Terms terms, boolean lenient) {
        this.id = id;
        this.envelope = envelope;
        this.spool = spool;
        this.terms = terms;
        this.lenient = lenient;
    }

    String id() {
        return id;
    }

    Addressing envelope() {
        return envelope;
    }

    Spool spool() {
        return spool;
    }

    long bytes() {
        return bytes;
    }

    int longLines() {
        return frames.longLines();
    }

    /** @return index of the first byte that does not belong to this mail */
    int take(Buffer input, int from) {
        DataFrames.Taken taken = frames.take(input, from);
        bytes += taken.text().length();
        if (refusal().isPresent()) {
            spool.discard();
        } else {
            spool.write(taken.text());
        }
        return taken.next();
    }

    boolean ended() {
        return frames.ended();
    }

    /** So far beyond the limit that waiting for the end makes no sense. */
    boolean endless() {
        return bytes / 2 > terms.maxMessage();
    }

    /** Whoever sends bare newlines may be smuggling: what comes next on the connection is not to be believed. */
    boolean smuggling() {
        return !lenient && (frames.bareCr() || frames.bareLf());
    }

    /** Why it is not wanted, as far as one can tell by now. */
    Optional<Reply> refusal() {
        if (smuggling()) {
            return Optional.of(Reply.of(550, "5.5.2", "bare <" + (frames.bareLf() ? "LF" : "CR") + "> not allowed"));
        }
        if (bytes > terms.maxMessage()) {
            return Optional.of(Phase.tooLarge(terms));
        }
        if (frames.received() > MOST_RECEIVED) {
            return Optional.of(Reply.of(554, "5.4.6", "too many hops: the mail goes in circles"));
        }
        return Optional.empty();
    }
}
