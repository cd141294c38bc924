package tributary.connector.sms.text;

import java.util.Locale;
import java.util.regex.Pattern;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;

/**
 * Whoever is at one end of a short message.
 *
 * @param value {@code +} and digits for a number that means the same everywhere (E.164); else a short code or a name, as
 *     one network or provider has it
 */
public record PhoneNumber(String value) {

    /** Kind of a phone's identity. */
    public static final String KIND = "phone";

    private static final Pattern INTERNATIONAL = Pattern.compile("\\+[1-9][0-9]{6,14}");
    private static final Pattern DIGITS = Pattern.compile("[0-9]{7,15}");
    private static final Pattern SENDER = Pattern.compile("[\\p{L}\\p{N} ._&*#+-]{1,21}");
    private static final Pattern PUNCTUATION = Pattern.compile("[\\s().\\u00A0-]+");

    public PhoneNumber {
        if (!SENDER.matcher(value).matches()) {
            throw new IllegalArgumentException("number: expected 1 to 21 letters or digits");
        }
    }

    /**
     * Reads an address as a provider writes it: {@code +8613800138000}, {@code 8613800138000}, {@code 0086138...} or a short
     * code.
     *
     * @throws IllegalArgumentException if it is neither a number nor a name; the message does not quote it
     */
    public static PhoneNumber of(String written) {
        String bare = PUNCTUATION.matcher(written.strip()).replaceAll("");
        if (bare.startsWith("00")) {
            bare = "+" + bare.substring(2);
        }
        if (INTERNATIONAL.matcher(bare).matches()) {
            return new PhoneNumber(bare);
        }
        return DIGITS.matcher(bare).matches() && !bare.startsWith("0") && bare.length() > 8
                ? new PhoneNumber("+" + bare)
                : new PhoneNumber(
                        bare.isEmpty() || !bare.chars().allMatch(Character::isDigit) ? written.strip() : bare);
    }

    /**
     * A national number with its country's code beside it.
     *
     * @param country for example {@code 86}
     * @param national for example {@code 13800138000}
     */
    public static PhoneNumber of(String country, String national) {
        String digits = PUNCTUATION.matcher(national.strip()).replaceAll("");
        if (digits.startsWith("+") || digits.startsWith("00")) {
            return of(digits);
        }
        String whole = "+" + country + digits;
        boolean subscriber =
                DIGITS.matcher(digits).matches() && INTERNATIONAL.matcher(whole).matches();
        return subscriber ? new PhoneNumber(whole) : local(digits);
    }

    /** Exactly as written: a short code or a name that looks like a number to others. */
    public static PhoneNumber local(String written) {
        return new PhoneNumber(written.strip());
    }

    public boolean international() {
        return INTERNATIONAL.matcher(value).matches();
    }

    /** The digits without the plus, as some providers want it. */
    public String digits() {
        return international() ? value.substring(1) : value;
    }

    /** An international number is one person everywhere; anything else is known at this inbox only. */
    public PartyKey at(String inbox) {
        return international()
                ? new PartyKey(inbox, new IdentityKey(KIND, "", value))
                : new PartyKey(inbox, new IdentityKey(KIND, inbox, value.toLowerCase(Locale.ROOT)));
    }
}
