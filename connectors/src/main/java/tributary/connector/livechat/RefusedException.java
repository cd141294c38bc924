package tributary.connector.livechat;

import tributary.connector.livechat.wire.ErrorAnswer;

/** A request that gets an {@code err}; the connection goes on. */
final class RefusedException extends RuntimeException {
    private final transient ErrorAnswer answer;

    RefusedException(ErrorAnswer answer) {
        super(answer.code(), null, false, false);
        this.answer = answer;
    }

    ErrorAnswer answer() {
        return answer;
    }
}
