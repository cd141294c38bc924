package tributary.connector.email.hook;

import java.time.Clock;
import tributary.connector.HookCall;

/** One provider's way to post mails. Its methods block, and may take long for a large mail: call them on a worker. */
public interface ProviderHook {

    /** Whether the request is the provider's: signature and login. */
    boolean genuine(HookCall call);

    /**
     * Reads the mail.
     *
     * @throws MalformedPostException if there is none in it
     */
    PostedMail read(HookCall call);

    /** The status after which the provider does not try again. */
    int refusal();

    static ProviderHook of(WebhookConfig config, Clock clock) {
        return switch (config.provider()) {
            case MAILGUN -> new MailgunHook(config, clock);
            case SENDGRID -> new SendGridHook(config);
            case POSTMARK -> new PostmarkHook(config);
        };
    }
}
