package tributary.connector.livechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import tributary.connector.Conversations.State;
import tributary.connector.livechat.rule.FormConfig;
import tributary.connector.livechat.rule.PreChatForm;
import tributary.connector.livechat.rule.TextRule;
import tributary.connector.livechat.wire.FrameWriter;

/** The parts of a {@code welcome} that describe the inbox and the conversation. */
final class WelcomeFacts {
    /** The pace a widget keeps to; what is refused is decided by the limits of the node. */
    private static final int ADVISED_RATE_PER_MINUTE = 60;

    private WelcomeFacts() {}

    static void add(ObjectNode d, LiveChatConfig config, int agents, State state) {
        d.put("hb", Math.max(1, config.heartbeat().toSeconds()));
        ObjectNode limits = d.putObject("limits").put("text", TextRule.LIMIT);
        limits.put("frame", VisitorSocket.MAX_FRAME);
        limits.put("file", config.attachments().max().bytes());
        limits.put("ratePerMin", ADVISED_RATE_PER_MINUTE);
        if (!config.attachments().types().isEmpty()) {
            config.attachments().types().forEach(limits.putArray("types")::add);
        }
        d.putObject("agents").put("online", agents > 0);
        d.set("conv", FrameWriter.conversation(state.ticket()));
        if (state.readByCustomer().isPresent() || state.readByAgent().isPresent()) {
            ObjectNode read = d.putObject("read");
            state.readByCustomer().ifPresent(id -> read.put("visitor", id.toString()));
            state.readByAgent().ifPresent(id -> read.put("agent", id.toString()));
        }
    }

    static JsonNode form(Optional<PreChatForm> form) {
        return form.map(WelcomeFacts::describe).orElseGet(JsonNodeFactory.instance::nullNode);
    }

    private static JsonNode describe(PreChatForm form) {
        ObjectNode d = JsonNodeFactory.instance.objectNode().put("fid", form.id());
        ArrayNode fields = d.putArray("fields");
        for (FormConfig.Field field : form.fields()) {
            ObjectNode f = fields.addObject().put("k", field.key()).put("type", field.type());
            f.put("req", field.required()).put("label", field.shownLabel());
            if (!field.options().isEmpty()) {
                field.options().forEach(f.putArray("options")::add);
            }
        }
        return d;
    }
}
