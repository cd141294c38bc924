package tributary.connector.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tributary.connector.ComposeLimits;
import tributary.connector.wechat.call.PieceSender;
import tributary.connector.wechat.call.ProviderApi;
import tributary.conversation.OutboundMessage;

/** The customer-service API's words. Source: WeChat, "客服消息" and "返回码说明". */
final class WeChatSender implements PieceSender.Dialect {

    static final ComposeLimits LIMITS = new ComposeLimits(
            "utf8-bytes",
            2048,
            text -> text.getBytes(StandardCharsets.UTF_8).length,
            3,
            List.of("image/jpeg", "image/png", "image/gif", "audio/amr", "audio/mpeg", "video/mp4"));

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
    public Future<JsonNode> send(ProviderApi api, ObjectNode piece) {
        return api.call("/cgi-bin/message/custom/send", piece);
    }

    @Override
    public Optional<String> closes(int errcode) {
        return switch (errcode) {
            case 45015 -> Optional.of("window-closed");
            case 45047 -> Optional.of("count-used-up");
            case 40003, 43004, 50005 -> Optional.of("unfollowed");
            case 43019 -> Optional.of("blocked");
            case 48002 -> Optional.of("refuses-messages");
            default -> Optional.empty();
        };
    }
}
