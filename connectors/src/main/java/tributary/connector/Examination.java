package tributary.connector;

/**
 * What somebody found who looked at what an inbox needs, for the operator.
 *
 * @param what what was looked at, as {@code relay of support}
 * @param grade whether it works
 * @param found in words; never a secret
 * @param fix what to do; empty if it works
 */
public record Examination(String what, Grade grade, String found, String fix) {

    /** {@code WARN}: something will not work until it is seen to, but the node can serve. */
    public enum Grade {
        OK,
        WARN,
        FAIL
    }

    public static Examination good(String what, String found) {
        return new Examination(what, Grade.OK, found, "");
    }
}
