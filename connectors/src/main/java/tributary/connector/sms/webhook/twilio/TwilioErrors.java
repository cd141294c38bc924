package tributary.connector.sms.webhook.twilio;

import java.util.Map;
import java.util.Set;

/** Twilio's error codes in words (Twilio, "Error and warning dictionary"). */
final class TwilioErrors {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("20429", "too many requests"),
            Map.entry("14107", "too many messages from this number"),
            Map.entry("21211", "the number is not valid"),
            Map.entry("21408", "messages to this region are not enabled"),
            Map.entry("21610", "the recipient has opted out"),
            Map.entry("21614", "the number cannot receive messages"),
            Map.entry("21617", "the text is too long"),
            Map.entry("30003", "the phone cannot be reached"),
            Map.entry("30004", "the recipient blocks messages"),
            Map.entry("30005", "the number is unknown"),
            Map.entry("30006", "the number is a landline, or cannot be reached"),
            Map.entry("30007", "the carrier filtered the message"),
            Map.entry("30008", "the carrier gave no reason"));

    private static final Set<String> PASSING = Set.of("20429", "14107", "429");

    private TwilioErrors() {}

    /** Whether the same message may be taken later. */
    static boolean passing(String code) {
        return PASSING.contains(code);
    }

    static String reason(String code) {
        if (code.isEmpty()) {
            return "the provider gave no reason";
        }
        return WORDS.getOrDefault(code, "the provider says no") + " (" + code + ")";
    }
}
