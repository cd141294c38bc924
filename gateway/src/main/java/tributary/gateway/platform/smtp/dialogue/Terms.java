package tributary.gateway.platform.smtp.dialogue;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import tributary.gateway.platform.smtp.wire.Protocol;

/**
 * What one connection may do.
 *
 * @param hostname how we call ourselves
 * @param startTls whether it is offered
 * @param maxMessage bytes of a mail
 * @param rate takes one mail from the peer's rate; answers how long to wait if there is none
 */
public record Terms(
        Protocol protocol,
        String hostname,
        boolean startTls,
        long maxMessage,
        int maxRecipients,
        int maxMails,
        Mailboxes mailboxes,
        Supplier<Optional<Duration>> rate) {}
