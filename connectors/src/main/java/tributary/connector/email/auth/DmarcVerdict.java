package tributary.connector.email.auth;

/**
 * @param result {@code none} (no policy), {@code pass}, {@code fail}, {@code temperror} or {@code permerror}
 * @param policy what the domain asks for on failure: {@code none}, {@code quarantine} or {@code reject}
 */
public record DmarcVerdict(String result, String policy) {
    static final DmarcVerdict NONE = new DmarcVerdict("none", "none");

    boolean is(String word) {
        return result.equals(word);
    }
}
