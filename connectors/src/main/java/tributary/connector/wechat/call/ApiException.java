package tributary.connector.wechat.call;

import java.time.Duration;

/** The provider did not do what was asked. */
public final class ApiException extends RuntimeException {

    /** What is to be done. */
    public enum Outcome {
        /** Nothing was done; later it may be. */
        LATER,
        /** Nothing was done, and never will be for this request. */
        NEVER,
        /** Nothing was done until somebody puts the account right. */
        ACCOUNT,
        /** The access token is worth nothing any more. */
        TOKEN,
        /** Nobody knows whether it was done. */
        UNKNOWN
    }

    private final Outcome outcome;
    private final int code;
    private final Duration retryAfter;

    private ApiException(Outcome outcome, int code, Duration retryAfter, String message) {
        super(message, null, false, false);
        this.outcome = outcome;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** An {@code errcode} other than 0; the words that come with it change and may show addresses. */
    public static ApiException of(int code) {
        return new ApiException(ErrorCodes.outcome(code), code, ErrorCodes.retryAfter(code), "errcode " + code);
    }

    static ApiException later(String why, Duration retryAfter) {
        return new ApiException(Outcome.LATER, 0, retryAfter, why);
    }

    static ApiException unknown(String why) {
        return new ApiException(Outcome.UNKNOWN, 0, Duration.ZERO, why);
    }

    /** The provider refuses the account itself. */
    static ApiException account(ApiException refusal) {
        return new ApiException(
                Outcome.ACCOUNT, refusal.code, Duration.ofMinutes(5), "no token: " + refusal.getMessage());
    }

    public Outcome outcome() {
        return outcome;
    }

    /** The {@code errcode}, or 0 if there was none. */
    public int code() {
        return code;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
