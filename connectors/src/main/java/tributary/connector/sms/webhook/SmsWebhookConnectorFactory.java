package tributary.connector.sms.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tributary.config.Secret;
import tributary.config.Settings;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorFactory;
import tributary.connector.sms.Consent;
import tributary.connector.sms.text.ConsentWords;
import tributary.connector.sms.webhook.SmsWebhookConfig.Template;
import tributary.connector.sms.webhook.aliyun.Aliyun;
import tributary.connector.sms.webhook.tencent.Tencent;
import tributary.connector.sms.webhook.twilio.Account;
import tributary.connector.sms.webhook.twilio.Twilio;
import tributary.connector.sms.webhook.vonage.Vonage;
import tributary.connector.sms.webhook.wire.Provider;
import tributary.connector.sms.webhook.wire.ProviderFiles;
import tributary.connector.sms.webhook.wire.ProviderHttp;
import tributary.connector.sms.webhook.wire.SecretPlace;

/** Makes inboxes of short messages over webhooks. */
public final class SmsWebhookConnectorFactory implements ConnectorFactory {

    /** Calling code of the numbers that Aliyun writes without one. */
    private static final String CHINA = "86";

    /** A provider fetches files when it sends, which it may delay while its queue is long. */
    private static final Duration FILES_FOR = Duration.ofHours(4);

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
        ProviderHttp http = new ProviderHttp(context.vertx(), config.apiBase(), config.timeout(), context.clock());
        return new SmsWebhookConnector(
                context,
                provider(context, config, http),
                new Consent(context.state(), new ConsentWords(config.optOutWords())),
                config,
                http);
    }

    private static Provider provider(ConnectorContext context, SmsWebhookConfig config, ProviderHttp http) {
        return switch (config.provider()) {
            case TWILIO -> twilio(context, config, http);
            case VONAGE -> vonage(context, config, http);
            case ALIYUN -> aliyun(context, config, http);
            case TENCENT -> tencent(context, config, http);
        };
    }

    private static Provider twilio(ConnectorContext context, SmsWebhookConfig config, ProviderHttp http) {
        Account account = new Account(
                config.account(),
                both(config.secret(), config.previousSecret()),
                config.number(),
                config.messagingService());
        return new Twilio(
                context.inbox(),
                account,
                context.publicUrl(),
                http,
                new ProviderFiles(http, config.hosts()),
                file -> context.attachments().url(context.inbox(), file, FILES_FOR),
                context.clock());
    }

    private static Provider vonage(ConnectorContext context, SmsWebhookConfig config, ProviderHttp http) {
        var account = new tributary.connector.sms.webhook.vonage.Account(
                config.account(),
                config.secret(),
                both(config.signatureSecret().orElseThrow(), config.previousSecret()),
                config.signatureMethod(),
                config.number());
        return new Vonage(context.inbox(), account, context.publicUrl(), http, context.clock());
    }

    private static Provider aliyun(ConnectorContext context, SmsWebhookConfig config, ProviderHttp http) {
        var account = new tributary.connector.sms.webhook.aliyun.Account(
                config.account(),
                config.secret(),
                CHINA,
                config.template().map(Template::signName).orElse(""),
                config.template().map(Template::code).orElse(""),
                config.template().flatMap(Template::variable).orElse("content"));
        return new Aliyun(context.inbox(), account, place(config), http, context.clock());
    }

    private static Provider tencent(ConnectorContext context, SmsWebhookConfig config, ProviderHttp http) {
        var account = new tributary.connector.sms.webhook.tencent.Account(
                config.account(),
                config.secret(),
                config.template().flatMap(Template::appId).orElse(""),
                config.template().map(Template::signName).orElse(""),
                config.template().map(Template::code).orElse(""));
        return new Tencent(context.inbox(), account, place(config), http, context.clock());
    }

    private static SecretPlace place(SmsWebhookConfig config) {
        return new SecretPlace(config.pathSecret().orElseThrow());
    }

    private static List<Secret> both(Secret secret, Optional<Secret> previous) {
        return Stream.concat(Stream.of(secret), previous.stream()).toList();
    }
}
