package tributary.connector.sms.webhook.vonage;

import java.util.List;
import tributary.config.Secret;

/**
 * An account of Vonage.
 *
 * @param key the API key
 * @param secret the API secret, which sends
 * @param signatures signature secrets, which prove webhooks
 * @param number ours, as E.164 or a name
 */
public record Account(
        String key, Secret secret, List<Secret> signatures, VonageSignature.Method method, String number) {
    public Account {
        signatures = List.copyOf(signatures);
    }
}
