package tributary.connector;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;

/**
 * All that a connector may use, made for one inbox.
 *
 * @param inbox the inbox's name
 * @param publicUrl where customers reach this installation
 * @param mail behind the node's SMTP and LMTP listener
 * @param hooks where providers post what came in
 * @param leases for work that one node does at a time
 * @param tokens access tokens of providers
 */
public record ConnectorContext(
        Vertx vertx,
        String inbox,
        URI publicUrl,
        Clock clock,
        MeterRegistry meters,
        WebRoutes web,
        Inbound inbound,
        Conversations conversations,
        VisitorSessions sessions,
        ConnectorState state,
        Attachments attachments,
        Limits limits,
        MailDoor mail,
        SigningKeys keys,
        Hooks hooks,
        Leases leases,
        ProviderTokens tokens) {}
