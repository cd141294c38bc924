package tributary.connector.wechat.kf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.ConnectorContext;
import tributary.connector.wechat.call.ProviderApi;

/**
 * Greets who enters the chat, if the provider allows it: one message, within 20 seconds, at most once. Source: WeCom,
 * "发送欢迎语等事件响应消息".
 */
final class KfWelcome {

    static final String WELCOMES = "tributary_wecom_welcomes_total";

    private static final Logger LOG = LoggerFactory.getLogger(KfWelcome.class);
    private static final Duration VALID = Duration.ofSeconds(20);

    private final ConnectorContext context;
    private final KfConfig config;
    private final ProviderApi api;

    KfWelcome(ConnectorContext context, KfConfig config, ProviderApi api) {
        this.context = context;
        this.config = config;
        this.api = api;
    }

    /** Does nothing for an entry that asks for no welcome. */
    void greet(JsonNode entry) {
        String code = entry.path("event").path("welcome_code").asText("");
        if (code.isEmpty() || config.welcome().isEmpty()) {
            return;
        }
        Instant entered = Instant.ofEpochSecond(entry.path("send_time").asLong());
        if (entered.plus(VALID).isBefore(context.clock().instant())) {
            count("late");
            return;
        }
        send(code, config.welcome().get()).onSuccess(sent -> count("sent")).onFailure(failure -> {
            count("failed");
            LOG.atWarn()
                    .addKeyValue("inbox", context.inbox())
                    .addKeyValue("error", failure.getMessage())
                    .log("a welcome was not sent");
        });
    }

    private Future<JsonNode> send(String code, String words) {
        UUID mark = UUID.nameUUIDFromBytes(code.getBytes(StandardCharsets.UTF_8));
        ObjectNode body = ProviderApi.object()
                .put("code", code)
                .put("msgid", MessageMark.of(mark, 0))
                .put("msgtype", "text");
        body.putObject("text").put("content", words);
        return api.call("/cgi-bin/kf/send_msg_on_event", body);
    }

    private void count(String outcome) {
        context.meters()
                .counter(WELCOMES, "inbox", context.inbox(), "outcome", outcome)
                .increment();
    }
}
