package tributary.connector.email.hook;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * A mail that was posted.
 *
 * @param mail its bytes
 * @param sender the envelope's; {@code ""} if it is not told, or empty
 * @param recipients the envelope's; maybe none
 */
public record PostedMail(Buffer mail, String sender, List<String> recipients) {
    public PostedMail {
        recipients = List.copyOf(recipients);
    }
}
