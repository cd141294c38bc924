package tributary.connector.wechat.push;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How many messages an action of the customer allows, and for how long. The defaults are the vendor's table; accounts differ, so
 * what the platform answers counts in the end.
 *
 * @param message for how long a message of the customer allows answers
 * @param messages how many
 * @param action for how long following, scanning and menu clicks allow answers
 * @param actions how many
 */
public record WindowConfig(
        Duration message,
        @Nullable Integer messages,
        Duration action,
        @Nullable Integer actions) {

    public static final WindowConfig STANDARD = new WindowConfig(Duration.ofDays(2), 5, Duration.ofMinutes(1), 3);

    public WindowConfig {
        message = message == null ? Duration.ofDays(2) : message;
        messages = messages == null ? Integer.valueOf(5) : messages;
        action = action == null ? Duration.ofMinutes(1) : action;
        actions = actions == null ? Integer.valueOf(3) : actions;
        if (messages < 1 || actions < 1) {
            throw new IllegalArgumentException("messages: expected at least 1");
        }
    }

    int perMessage() {
        return messages == null ? 5 : messages;
    }

    int perAction() {
        return actions == null ? 3 : actions;
    }
}
