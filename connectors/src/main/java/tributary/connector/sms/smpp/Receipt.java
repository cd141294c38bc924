package tributary.connector.sms.smpp;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tributary.connector.sms.smpp.SmppConfig.ReceiptIds;
import tributary.connector.sms.smpp.pdu.Body;
import tributary.connector.sms.smpp.pdu.Tlv;

/**
 * What a message centre says became of a message (SMPP 3.4, appendix B, and section 5.3.2).
 *
 * @param messageId as in {@code submit_sm_resp}, in lower case without leading zeros
 * @param state {@code sent}, {@code delivered} or {@code failed}; empty if it says nothing new
 * @param reason the centre's word and error for a failure
 */
public record Receipt(
        String messageId, Optional<String> state, @Nullable String reason) {

    private static final Pattern ID = Pattern.compile("(?i)(?:^|\\s)id:\\s*(\\S+)");
    private static final Pattern STATE = Pattern.compile("(?i)\\sstat:\\s*([A-Z]+)");
    private static final Pattern ERROR = Pattern.compile("(?i)\\serr:\\s*(\\w+)");
    private static final int HEXADECIMAL = 16;
    private static final int DECIMAL = 10;

    /** Empty if it names no message. Optional parameters count more than the text. */
    public static Optional<Receipt> of(Body.Message message, ReceiptIds ids) {
        String text = " " + message.payload().toString(StandardCharsets.ISO_8859_1);
        Optional<String> id = Tlv.find(message.tlvs(), Tlv.RECEIPTED_MESSAGE_ID)
                .map(Tlv::text)
                .filter(found -> !found.isEmpty())
                .map(Receipt::canonical)
                .or(() -> first(ID, text).map(found -> mapped(found, ids)));
        String word = Tlv.find(message.tlvs(), Tlv.MESSAGE_STATE)
                .flatMap(Tlv::number)
                .map(Receipt::word)
                .or(() -> first(STATE, text).map(found -> found.toUpperCase(Locale.ROOT)))
                .orElse("UNKNOWN");
        Optional<String> state = state(word);
        String reason = state.equals(Optional.of("failed"))
                ? word + first(ERROR, text).map(code -> " (err " + code + ")").orElse("")
                : null;
        return id.map(found -> new Receipt(found, state, reason));
    }

    /** How we keep an id from {@code submit_sm_resp}. */
    public static String canonical(String id) {
        String bare = id.strip().toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
        return bare.isEmpty() ? "0" : bare;
    }

    private static String mapped(String id, ReceiptIds ids) {
        return switch (ids) {
            case SAME -> canonical(id);
            case HEX_TO_DECIMAL -> converted(id, DECIMAL, HEXADECIMAL);
            case DECIMAL_TO_HEX -> converted(id, HEXADECIMAL, DECIMAL);
        };
    }

    /** From the receipt's base back to the answer's. */
    private static String converted(String id, int from, int to) {
        try {
            return new BigInteger(id, from).toString(to);
        } catch (NumberFormatException e) {
            return canonical(id);
        }
    }

    private static Optional<String> first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    }

    private static String word(int state) {
        return switch (state) {
            case 1 -> "ENROUTE";
            case 2 -> "DELIVRD";
            case 3 -> "EXPIRED";
            case 4 -> "DELETED";
            case 5 -> "UNDELIV";
            case 6 -> "ACCEPTD";
            case 8 -> "REJECTD";
            default -> "UNKNOWN";
        };
    }

    private static Optional<String> state(String word) {
        return switch (word) {
            case "DELIVRD" -> Optional.of("delivered");
            case "EXPIRED", "DELETED", "UNDELIV", "REJECTD" -> Optional.of("failed");
            case "ENROUTE", "ACCEPTD" -> Optional.of("sent");
            default -> Optional.empty();
        };
    }
}
