package tributary.connector.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tributary.connector.Attachments;
import tributary.connector.ComposeLimits;
import tributary.connector.Delivery;
import tributary.connector.wechat.call.ApiException;
import tributary.connector.wechat.call.ApiException.Outcome;
import tributary.connector.wechat.call.ProviderApi;
import tributary.conversation.Attachment;
import tributary.conversation.OutboundMessage;
import tributary.conversation.ReplyGrant;

/**
 * Sends by the customer-service API, which has no idempotency key: what may have arrived is never sent again. Files are uploaded
 * before anything is sent.
 */
final class WeChatSender {

    static final int MOST_BYTES = 2048;

    static final ComposeLimits LIMITS = new ComposeLimits(
            "utf8-bytes",
            MOST_BYTES,
            text -> text.getBytes(StandardCharsets.UTF_8).length,
            3,
            List.of("image/jpeg", "image/png", "image/gif", "audio/amr", "audio/mpeg", "video/mp4"));

    private static final long LARGEST = 10L * 1024 * 1024;
    private static final String SEND = "/cgi-bin/message/custom/send";

    private final ProviderApi api;
    private final Attachments attachments;

    WeChatSender(ProviderApi api, Attachments attachments) {
        this.api = api;
        this.attachments = attachments;
    }

    Future<Delivery> send(OutboundMessage message) {
        List<ObjectNode> pieces = new ArrayList<>();
        if (!message.text().isBlank()) {
            ObjectNode text = piece(message, "text");
            text.putObject("text").put("content", message.text());
            pieces.add(text);
        }
        return upload(message, pieces).compose(all -> sendFirst(all)).recover(WeChatSender::refusal);
    }

    private Future<List<ObjectNode>> upload(OutboundMessage message, List<ObjectNode> pieces) {
        Future<Void> uploaded = Future.succeededFuture();
        for (Attachment file : message.attachments()) {
            String kind = file.type().substring(0, Math.max(0, file.type().indexOf('/')));
            String type = kind.equals("audio") ? "voice" : kind;
            uploaded = uploaded.compose(before -> api.upload(type, file, () -> attachments.bytes(file.id(), LARGEST))
                    .recover(failure -> Future.failedFuture(
                            failure instanceof ApiException api && api.outcome() == Outcome.UNKNOWN
                                    ? new NotSentException()
                                    : failure))
                    .map(id -> {
                        ObjectNode piece = piece(message, type);
                        ObjectNode media = piece.putObject(type).put("media_id", id);
                        if (type.equals("video")) {
                            media.put("title", file.name());
                        }
                        pieces.add(piece);
                        return null;
                    }));
        }
        return uploaded.map(pieces);
    }

    private static ObjectNode piece(OutboundMessage message, String type) {
        return ProviderApi.object()
                .put("touser", message.party().identity().value())
                .put("msgtype", type);
    }

    /** After the first piece the message is under way: a refusal of a later one leaves it to a person. */
    private Future<Delivery> sendFirst(List<ObjectNode> pieces) {
        if (pieces.isEmpty()) {
            return Future.succeededFuture(new Delivery.Rejected("nothing to send"));
        }
        return api.call(SEND, pieces.get(0)).compose(first -> {
            Future<Void> rest = Future.succeededFuture();
            for (ObjectNode piece : pieces.subList(1, pieces.size())) {
                rest = rest.compose(before -> api.call(SEND, piece).mapEmpty());
            }
            return rest.<Delivery>map(new Delivery.Accepted(null))
                    .recover(failure -> Future.failedFuture(
                            new IllegalStateException("a part was sent, the next was not: " + failure.getMessage())));
        });
    }

    private static Future<Delivery> refusal(Throwable failure) {
        if (failure instanceof NotSentException) {
            return Future.succeededFuture(new Delivery.Deferred(java.time.Duration.ofSeconds(2), "upload: no answer"));
        }
        if (!(failure instanceof ApiException api)) {
            return Future.failedFuture(failure);
        }
        String reason = String.valueOf(api.getMessage());
        return switch (api.outcome()) {
            case UNKNOWN -> Future.failedFuture(api);
            case LATER, TOKEN -> Future.succeededFuture(new Delivery.Deferred(api.retryAfter(), reason));
            case ACCOUNT -> Future.succeededFuture(new Delivery.Deferred(java.time.Duration.ofMinutes(5), reason));
            case NEVER ->
                Future.succeededFuture(
                        switch (api.code()) {
                            case 45015 -> new Delivery.Rejected(reason, ReplyGrant.closed("window-closed"));
                            case 45047 -> new Delivery.Rejected(reason, ReplyGrant.closed("count-used-up"));
                            case 40003, 43004, 50005 -> new Delivery.Rejected(reason, ReplyGrant.closed("unfollowed"));
                            case 43019 -> new Delivery.Rejected(reason, ReplyGrant.closed("blocked"));
                            case 48002 -> new Delivery.Rejected(reason, ReplyGrant.closed("refuses-messages"));
                            default -> new Delivery.Rejected(reason);
                        });
        };
    }

    /** Nobody knows whether an upload arrived, and it does not matter. */
    private static final class NotSentException extends RuntimeException {
        NotSentException() {
            super("upload", null, false, false);
        }
    }
}
