package tributary.gateway.api.once;

import tributary.gateway.api.call.Reply;

/** Ends a transaction because the call was answered before; nothing went wrong. */
final class Answered extends RuntimeException {

    private final transient Reply reply;

    Answered(Reply reply) {
        super("answered before", null, false, false);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
