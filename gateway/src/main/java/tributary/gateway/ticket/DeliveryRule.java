package tributary.gateway.ticket;

import java.util.List;

/** In which direction a delivery may go when its provider reports. */
public final class DeliveryRule {

    private static final List<String> STATES =
            List.of("queued", "leased", "sending", "unknown", "sent", "delivered", "read");

    private DeliveryRule() {}

    /** Whether a report is a step forward. What has arrived cannot fail any more, and what failed stays so. */
    public static boolean forward(String from, String to) {
        int before = STATES.indexOf(from);
        return to.equals("failed")
                ? before >= 0 && before < STATES.indexOf("delivered")
                : before >= 0 && before < STATES.indexOf(to);
    }
}
