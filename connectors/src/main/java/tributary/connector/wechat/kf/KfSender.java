package tributary.connector.wechat.kf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tributary.connector.ComposeLimits;
import tributary.connector.wechat.call.ApiException;
import tributary.connector.wechat.call.PieceSender;
import tributary.connector.wechat.call.ProviderApi;
import tributary.conversation.OutboundMessage;

/** The words of {@code send_msg}. Source: WeCom, "发送消息" and "分配客服会话". */
final class KfSender implements PieceSender.Dialect {

    static final ComposeLimits LIMITS = new ComposeLimits(
            "utf8-bytes",
            2048,
            text -> text.getBytes(StandardCharsets.UTF_8).length,
            3,
            List.of("image/jpeg", "image/png", "audio/amr", "video/mp4", "application/*", "text/*"));

    /** The session's state does not allow it. */
    private static final int NOT_IN_THIS_STATE = 95018;

    private static final int NEW = 0;
    private static final int ASSISTANT = 1;

    private final String openKfId;

    KfSender(String openKfId) {
        this.openKfId = openKfId;
    }

    @Override
    public ObjectNode piece(OutboundMessage message, String type, int index) {
        return ProviderApi.object()
                .put("touser", message.party().identity().value())
                .put("open_kfid", openKfId)
                .put("msgid", MessageMark.of(message.id(), index))
                .put("msgtype", type);
    }

    @Override
    public String mediaType(String type) {
        String family = type.substring(0, Math.max(0, type.indexOf('/')));
        return switch (family) {
            case "image", "video" -> family;
            case "audio" -> "voice";
            default -> "file";
        };
    }

    /** A session that is new goes to us, once; one that a colleague has stays theirs. */
    @Override
    public Future<JsonNode> send(ProviderApi api, ObjectNode piece) {
        return api.call("/cgi-bin/kf/send_msg", piece)
                .recover(failure -> failure instanceof ApiException refused && refused.code() == NOT_IN_THIS_STATE
                        ? state(api, piece)
                                .compose(state -> state == NEW || state == ASSISTANT
                                        ? take(api, piece).compose(done -> api.call("/cgi-bin/kf/send_msg", piece))
                                        : Future.failedFuture(failure))
                        : Future.failedFuture(failure));
    }

    private Future<Integer> state(ProviderApi api, ObjectNode piece) {
        return api.call("/cgi-bin/kf/service_state/get", session(piece))
                .map(answer -> answer.path("service_state").asInt(-1));
    }

    private Future<JsonNode> take(ProviderApi api, ObjectNode piece) {
        return api.call("/cgi-bin/kf/service_state/trans", session(piece).put("service_state", ASSISTANT));
    }

    private ObjectNode session(ObjectNode piece) {
        return ProviderApi.object()
                .put("open_kfid", openKfId)
                .put("external_userid", piece.path("touser").asText());
    }

    @Override
    public Optional<String> closes(int errcode) {
        return switch (errcode) {
            case 95001 -> Optional.of("count-used-up");
            case 95002, 95013 -> Optional.of("window-closed");
            case NOT_IN_THIS_STATE -> Optional.of("taken-over");
            default -> Optional.empty();
        };
    }
}
