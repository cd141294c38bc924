package tributary.simulator.wecom;

/** An {@code errcode} other than 0. */
final class KfRefusal extends RuntimeException {

    private final int code;

    KfRefusal(int code) {
        super("errcode " + code, null, false, false);
        this.code = code;
    }

    int code() {
        return code;
    }
}
