package tributary.connector.email.send;

import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.concurrent.TimeUnit;
import tributary.connector.email.address.EmailAddress;

/** The configuration in the mail client's words. */
final class RelayOptions {
    /** Most servers close a connection that is silent for longer. */
    private static final int IDLE_SECONDS = 20;

    private RelayOptions() {}

    static MailConfig of(SendConfig config, EmailAddress inbox) {
        MailConfig options = new MailConfig(config.host(), config.port());
        options.setMaxPoolSize(1).setKeepAlive(true).setKeepAliveTimeout(IDLE_SECONDS);
        // A refused recipient must be known before the text begins; the client sends DATA along with RCPT.
        options.setPipelining(false).setAllowRcptErrors(false);
        options.setOwnHostname(config.hello().orElse(inbox.domain())).setUserAgent("tributary");
        options.setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()));
        options.setSslHandshakeTimeout(config.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        options.setIdleTimeout(Math.toIntExact(config.replyTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        // The relay speaks first. Without this, Linux holds the last packet of the handshake back for 200 ms, waiting
        // for data.
        options.setTcpQuickAck(true);
        login(options, config);
        encryption(options, config);
        config.dkim().ifPresent(dkim -> options.setEnableDKIM(true).setDKIMSignOption(DkimKey.options(dkim)));
        return options;
    }

    private static void login(MailConfig options, SendConfig config) {
        options.setLogin(config.user().isPresent() ? LoginOption.REQUIRED : LoginOption.DISABLED);
        config.user().ifPresent(options::setUsername);
        config.password().ifPresent(password -> options.setPassword(password.reveal()));
        options.setAuthMethods("PLAIN LOGIN CRAM-MD5 CRAM-SHA256");
    }

    private static void encryption(MailConfig options, SendConfig config) {
        options.setSsl(config.tls() == SendConfig.Tls.IMPLICIT);
        options.setStarttls(
                switch (config.tls()) {
                    case OFF, IMPLICIT -> StartTLSOptions.DISABLED;
                    case OPTIONAL -> StartTLSOptions.OPTIONAL;
                    case REQUIRED -> StartTLSOptions.REQUIRED;
                });
        config.ca().ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
        options.setTrustAll(
                config.tls() == SendConfig.Tls.OPTIONAL && config.ca().isEmpty());
    }
}
