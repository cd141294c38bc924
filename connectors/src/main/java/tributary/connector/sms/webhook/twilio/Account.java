package tributary.connector.sms.webhook.twilio;

import java.util.List;
import java.util.Optional;
import tributary.config.Secret;

/**
 * An account of Twilio.
 *
 * @param sid {@code AC} and 32 hexadecimal digits
 * @param tokens the auth token, and the one before while it is still valid
 * @param number ours, as E.164
 * @param service a messaging service to send by, instead of the number; then messages to all its numbers are taken
 */
public record Account(String sid, List<Secret> tokens, String number, Optional<String> service) {
    public Account {
        tokens = List.copyOf(tokens);
    }
}
