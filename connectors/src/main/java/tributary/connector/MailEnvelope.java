package tributary.connector;

import java.time.Instant;
import java.util.List;

/**
 * What the sending host said around a mail (RFC 5321, section 2.3.1), and what we know of that host.
 *
 * @param id the listener's id of this mail, as told in {@code 250 queued as}
 * @param protocol as in the {@code with} clause of a Received line (RFC 3848): SMTP, ESMTP, ESMTPS, LMTP or LMTPS
 * @param helo the name that the host gave itself; a claim
 * @param peer IP address of the sending host
 * @param tls whether STARTTLS was used
 * @param sender the reverse path without angle brackets; {@code ""} for {@code <>}
 * @param recipients those of this mailbox, as received, in RCPT order, each once
 * @param receivedAt when the last byte was there
 */
public record MailEnvelope(
        String id,
        String protocol,
        String helo,
        String peer,
        boolean tls,
        String sender,
        List<String> recipients,
        Instant receivedAt) {

    public MailEnvelope {
        recipients = List.copyOf(recipients);
    }
}
