package tributary.connector.wechat.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tributary.connector.Attachments;
import tributary.connector.Delivery;
import tributary.connector.wechat.call.ApiException.Outcome;
import tributary.conversation.Attachment;
import tributary.conversation.OutboundMessage;
import tributary.conversation.ReplyGrant;

/**
 * Sends a message as pieces, one for the text and one for each file, by an API that cannot tell a repetition: what may have
 * arrived is never sent again. Files are uploaded before anything is sent.
 */
public final class PieceSender {

    private static final long LARGEST = 20L * 1024 * 1024;

    private final ProviderApi api;
    private final Attachments attachments;
    private final Dialect dialect;

    public PieceSender(ProviderApi api, Attachments attachments, Dialect dialect) {
        this.api = api;
        this.attachments = attachments;
        this.dialect = dialect;
    }

    /** See {@link tributary.connector.Connector#send}. */
    public Future<Delivery> send(OutboundMessage message) {
        List<ObjectNode> pieces = new ArrayList<>();
        if (!message.text().isBlank()) {
            ObjectNode text = dialect.piece(message, "text", 0);
            text.putObject("text").put("content", message.text());
            pieces.add(text);
        }
        return upload(message, pieces).compose(this::sendAll).recover(this::refusal);
    }

    private Future<List<ObjectNode>> upload(OutboundMessage message, List<ObjectNode> pieces) {
        Future<Void> uploaded = Future.succeededFuture();
        for (Attachment file : message.attachments()) {
            String type = dialect.mediaType(file.type());
            uploaded = uploaded.compose(before -> api.upload(type, file, () -> attachments.bytes(file.id(), LARGEST))
                    .compose(id -> {
                        ObjectNode piece = dialect.piece(message, type, pieces.size());
                        piece.putObject(type).put("media_id", id);
                        pieces.add(piece);
                        return dialect.complete(api, piece);
                    })
                    .recover(PieceSender::notSent));
        }
        return uploaded.map(pieces);
    }

    /** Nobody knows whether an upload arrived, and it does not matter. */
    private static Future<Void> notSent(Throwable failure) {
        return Future.failedFuture(
                failure instanceof ApiException api && api.outcome() == Outcome.UNKNOWN
                        ? ApiException.later("upload: no answer", Duration.ofSeconds(2))
                        : failure);
    }

    /** After the first piece the message is under way: a refusal of a later one leaves it to a person. */
    private Future<Delivery> sendAll(List<ObjectNode> pieces) {
        if (pieces.isEmpty()) {
            return Future.succeededFuture(new Delivery.Rejected("nothing to send"));
        }
        return dialect.send(api, pieces.get(0)).compose(first -> {
            Future<Void> rest = Future.succeededFuture();
            for (ObjectNode piece : pieces.subList(1, pieces.size())) {
                rest = rest.compose(before -> dialect.send(api, piece).mapEmpty());
            }
            String id = first.path("msgid").asText("");
            return rest.<Delivery>map(new Delivery.Accepted(id.isEmpty() ? null : id))
                    .recover(failure -> Future.failedFuture(
                            new IllegalStateException("a part was sent, the next was not: " + failure.getMessage())));
        });
    }

    private Future<Delivery> refusal(Throwable failure) {
        if (!(failure instanceof ApiException api) || api.outcome() == Outcome.UNKNOWN) {
            return Future.failedFuture(failure);
        }
        String reason = String.valueOf(api.getMessage());
        return Future.succeededFuture(
                switch (api.outcome()) {
                    case LATER, TOKEN -> new Delivery.Deferred(api.retryAfter(), reason);
                    case ACCOUNT -> new Delivery.Deferred(Duration.ofMinutes(5), reason);
                    case NEVER, UNKNOWN ->
                        new Delivery.Rejected(reason, dialect.closes(api.code()).orElse(null));
                });
    }

    /** How one kind of account says it. */
    public interface Dialect {

        /** A piece of this type without its content; {@code index} is its place in the message. */
        ObjectNode piece(OutboundMessage message, String type, int index);

        /** The provider's word for a file of this media type. */
        String mediaType(String type);

        Future<JsonNode> send(ProviderApi api, ObjectNode piece);

        /** That the customer cannot be answered any more after this errcode; empty if that is not said. */
        Optional<ReplyGrant> closes(int errcode);

        /** What a piece with a file needs besides the file. */
        default Future<Void> complete(ProviderApi api, ObjectNode piece) {
            return Future.succeededFuture();
        }
    }
}
