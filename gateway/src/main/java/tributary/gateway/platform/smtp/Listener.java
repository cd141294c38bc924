package tributary.gateway.platform.smtp;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tributary.connector.Limits;
import tributary.gateway.platform.http.Cidr;
import tributary.gateway.platform.limits.LimitsConfig;
import tributary.gateway.platform.smtp.dialogue.Mailboxes;
import tributary.gateway.platform.smtp.dialogue.Terms;
import tributary.gateway.platform.smtp.spool.SpoolFolder;
import tributary.gateway.platform.smtp.wire.Protocol;

/** What the connections of one port share. */
record Listener(
        Vertx vertx,
        Protocol protocol,
        SmtpConfig config,
        String hostname,
        Optional<StartTls> tls,
        Mailboxes mailboxes,
        Admission admission,
        Limits limits,
        SpoolFolder spools,
        Supplier<UUID> ids,
        Clock clock,
        SmtpMetrics metrics,
        Outages outages) {

    /** @param counted whether the peer's rate of mails applies */
    Terms terms(String peer, boolean counted) {
        return new Terms(
                protocol,
                hostname,
                tls.isPresent(),
                config.maxMessage().bytes(),
                config.maxRecipients(),
                config.maxMails(),
                mailboxes,
                () -> counted ? limits.take(LimitsConfig.SMTP_MESSAGES, peer) : Optional.empty());
    }

    boolean isBalancer(String address) {
        return isIn(config.proxyBlocks(), address);
    }

    boolean isLenient(String peer) {
        return isIn(config.lenientBlocks(), peer);
    }

    private static boolean isIn(List<Cidr> blocks, String address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }
}
