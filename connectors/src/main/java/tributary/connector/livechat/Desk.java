package tributary.connector.livechat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import tributary.connector.ConnectorContext;
import tributary.connector.livechat.rule.PreChatForm;
import tributary.connector.livechat.rule.UploadSignature;
import tributary.connector.livechat.rule.VisitorIdentity;
import tributary.connector.livechat.wire.FrameWriter;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;

/** What all sockets of one inbox share. */
record Desk(
        ConnectorContext context,
        LiveChatConfig config,
        VisitorRecord records,
        FrameWriter frames,
        VisitorIdentity identity,
        Optional<PreChatForm> form,
        UploadSignature signature,
        SecureRandom random,
        Lobby lobby,
        Deliveries deliveries,
        LiveChatMetrics metrics) {

    String inbox() {
        return context.inbox();
    }

    Instant now() {
        return context.clock().instant();
    }

    /**
     * Names a stream's numbering. A visitor's is the database's own; a user's differs from it, because a position in the
     * stream the session had before it was bound means nothing in the user's.
     */
    String epoch(IdentityKey identity) {
        String database = context.conversations().epoch();
        return identity.kind().equals("visitor")
                ? database
                : database + "-" + Integer.toHexString(identity.value().hashCode());
    }

    PartyKey party(IdentityKey identity) {
        return new PartyKey(inbox(), identity);
    }
}
