package tributary.connector.sms.webhook;

import java.time.Duration;
import java.util.stream.Stream;
import tributary.config.Settings;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorFactory;
import tributary.connector.sms.Consent;
import tributary.connector.sms.text.ConsentWords;
import tributary.connector.sms.webhook.twilio.Account;
import tributary.connector.sms.webhook.twilio.Twilio;
import tributary.connector.sms.webhook.wire.Provider;
import tributary.connector.sms.webhook.wire.ProviderFiles;
import tributary.connector.sms.webhook.wire.ProviderHttp;

/** Makes inboxes of short messages over webhooks. */
public final class SmsWebhookConnectorFactory implements ConnectorFactory {

    /** Shorter than the lease of a message on its way out. */
    private static final Duration DUE = Duration.ofSeconds(20);

    @Override
    public String type() {
        return "sms-webhook";
    }

    @Override
    public String channel() {
        return "sms";
    }

    @Override
    public boolean sessionLike() {
        return true;
    }

    @Override
    public void check(Settings settings) {
        settings.read(SmsWebhookConfig.class);
    }

    @Override
    public Connector create(ConnectorContext context, Settings settings) {
        SmsWebhookConfig config = settings.read(SmsWebhookConfig.class);
        ProviderHttp http = new ProviderHttp(context.vertx(), config.apiBase(), DUE);
        return new SmsWebhookConnector(
                context,
                provider(context, config, http),
                new Consent(context.state(), new ConsentWords(config.optOutWords())),
                config,
                http);
    }

    private static Provider provider(ConnectorContext context, SmsWebhookConfig config, ProviderHttp http) {
        return switch (config.provider()) {
            case TWILIO ->
                new Twilio(
                        context.inbox(),
                        new Account(
                                config.account(),
                                Stream.concat(Stream.of(config.secret()), config.previousSecret().stream())
                                        .toList(),
                                config.number(),
                                config.messagingService()),
                        context.publicUrl(),
                        http,
                        new ProviderFiles(http, config.hosts()),
                        context.clock());
        };
    }
}
