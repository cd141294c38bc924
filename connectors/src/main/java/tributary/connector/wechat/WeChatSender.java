package tributary.connector.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import tributary.connector.ComposeLimits;
import tributary.connector.wechat.call.PieceSender;
import tributary.connector.wechat.call.ProviderApi;
import tributary.conversation.Attachment;
import tributary.conversation.OutboundMessage;
import tributary.conversation.ReplyGrant;

/** The customer-service API's words. Source: WeChat, "客服消息" and "返回码说明". */
final class WeChatSender implements PieceSender.Dialect {

    static final ComposeLimits LIMITS = new ComposeLimits(
            "utf8-bytes",
            2048,
            text -> text.getBytes(StandardCharsets.UTF_8).length,
            3,
            List.of("image/jpeg", "image/png", "image/gif", "audio/amr", "audio/mpeg", "video/mp4"));

    /** A film is not taken without a picture, and ours come without one. */
    private static final Buffer FILM = film();

    private static final Attachment FILM_FILE = new Attachment(new UUID(0, 0), "film.jpg", "image/jpeg", FILM.length());

    @Override
    public ObjectNode piece(OutboundMessage message, String type, int index) {
        return ProviderApi.object()
                .put("touser", message.party().identity().value())
                .put("msgtype", type);
    }

    @Override
    public String mediaType(String type) {
        return type.startsWith("audio/") ? "voice" : type.substring(0, Math.max(0, type.indexOf('/')));
    }

    @Override
    public Future<Void> complete(ProviderApi api, ObjectNode piece) {
        return piece.path("video") instanceof ObjectNode video
                ? api.upload("thumb", FILM_FILE, () -> Future.succeededFuture(FILM))
                        .map(picture -> video.put("thumb_media_id", picture))
                        .mapEmpty()
                : Future.succeededFuture();
    }

    @Override
    public Future<JsonNode> send(ProviderApi api, ObjectNode piece) {
        return api.call("/cgi-bin/message/custom/send", piece);
    }

    @Override
    public Optional<ReplyGrant> closes(int errcode) {
        return switch (errcode) {
            case 45015 -> closed("window-closed");
            case 45047 -> closed("count-used-up");
            case 40003, 43004, 50005 -> closed("unfollowed");
            case 43019 -> closed("blocked");
            case 48002 -> closed("refuses-messages");
            default -> Optional.empty();
        };
    }

    private static Optional<ReplyGrant> closed(String reason) {
        return Optional.of(ReplyGrant.closed(reason));
    }

    private static Buffer film() {
        try (InputStream picture = Objects.requireNonNull(WeChatSender.class.getResourceAsStream("film.jpg"))) {
            return Buffer.buffer(picture.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
