package tributary.connector.wechat.kf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tributary.connector.ComposeLimits;
import tributary.connector.wechat.call.ApiException;
import tributary.connector.wechat.call.PieceSender;
import tributary.connector.wechat.call.ProviderApi;
import tributary.conversation.OutboundMessage;
import tributary.conversation.ReplyGrant;

/** The words of {@code send_msg}. Source: WeCom, "发送消息". */
final class KfSender implements PieceSender.Dialect {

    static final ComposeLimits LIMITS = new ComposeLimits(
            "utf8-bytes",
            2048,
            text -> text.getBytes(StandardCharsets.UTF_8).length,
            3,
            List.of("image/jpeg", "image/png", "audio/amr", "video/mp4", "application/*", "text/*"));

    /** The session's state does not allow it. */
    private static final int NOT_IN_THIS_STATE = 95018;

    private static final int CONVERSATION_ENDED = 95013;

    private final KfConfig config;
    private final KfSessions sessions;
    private final Clock clock;

    KfSender(KfConfig config, KfSessions sessions, Clock clock) {
        this.config = config;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public ObjectNode piece(OutboundMessage message, String type, int index) {
        return ProviderApi.object()
                .put("touser", message.party().identity().value())
                .put("open_kfid", config.openKfId())
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
        String customer = piece.path("touser").asText();
        return api.call("/cgi-bin/kf/send_msg", piece)
                .recover(failure -> failure instanceof ApiException refused && refused.code() == NOT_IN_THIS_STATE
                        ? sessions.state(customer).compose(state -> switch (state) {
                            case KfSessions.NEW, KfSessions.OURS ->
                                sessions.take(customer).compose(done -> api.call("/cgi-bin/kf/send_msg", piece));
                            case KfSessions.ENDED -> Future.failedFuture(ApiException.of(CONVERSATION_ENDED));
                            default -> Future.failedFuture(failure);
                        })
                        : Future.failedFuture(failure));
    }

    @Override
    public Optional<ReplyGrant> closes(int errcode) {
        return switch (errcode) {
            case 95001 -> Optional.of(ReplyGrant.closed("count-used-up"));
            case 95002 -> Optional.of(ReplyGrant.closed("window-closed"));
            case CONVERSATION_ENDED -> Optional.of(ReplyGrant.closed("session-ended"));
            case NOT_IN_THIS_STATE ->
                Optional.of(ReplyGrant.held("taken-over", clock.instant().plus(config.window())));
            default -> Optional.empty();
        };
    }
}
