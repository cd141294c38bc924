package tributary.conversation;

import org.jspecify.annotations.Nullable;

/**
 * How far the sender of a letter is who they say.
 *
 * @param level {@code verified}: the author's domain vouches for it; {@code weak}: only the way it came does;
 *     {@code none}: nobody knows; {@code fail}: the author's domain denies it
 * @param spf result of RFC 7208, or null if it was not checked
 * @param dkim result of RFC 6376
 * @param dmarc result of RFC 7489
 * @param domain the domain that vouched
 */
public record Trust(
        String level,
        @Nullable String spf,
        @Nullable String dkim,
        @Nullable String dmarc,
        @Nullable String domain) {

    public static final String VERIFIED = "verified";
    public static final String WEAK = "weak";
    public static final String NONE = "none";
    public static final String FAIL = "fail";

    public static final Trust UNKNOWN = new Trust(NONE, null, null, null, null);

    public boolean failed() {
        return level.equals(FAIL);
    }
}
