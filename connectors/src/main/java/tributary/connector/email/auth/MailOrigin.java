package tributary.connector.email.auth;

import java.util.List;

/**
 * Where a mail says that it comes from.
 *
 * @param peer literal address of the host that sent it to us
 * @param sender of the envelope, empty for {@code <>}
 * @param from addresses in From as they are shown, without names
 * @param replyTo addresses in Reply-To
 */
public record MailOrigin(String peer, String helo, String sender, List<String> from, List<String> replyTo) {
    public MailOrigin {
        from = List.copyOf(from);
        replyTo = List.copyOf(replyTo);
    }
}
