package tributary.gateway.platform.smtp.dialogue;

import tributary.gateway.platform.smtp.wire.Reply;

/** What a command leads to: the phase after it, what the client hears, and what the connection does then. */
public record Answer(Phase phase, Reply reply, Then then) {

    /** What comes after the reply. */
    public enum Then {
        GO_ON,
        RECEIVE,
        START_TLS,
        CLOSE
    }

    static Answer stay(Phase phase, int code, String enhanced, String text) {
        return new Answer(phase, Reply.of(code, enhanced, text), Then.GO_ON);
    }
}
