package tributary.simulator.sms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tributary.simulator.sms.Node.Attempt;
import tributary.simulator.web.Answer;
import tributary.simulator.web.Exchange;
import tributary.simulator.web.ProviderServer;

/** {@code /simulator/push}: somebody writes, as a test wants it; {@code /simulator/sent}: what the inbox sent them. */
final class Control {

    private static final JsonMapper JSON = new JsonMapper();

    private final Writer writer;
    private final List<Map<String, String>> sent = new CopyOnWriteArrayList<>();

    /** Posts one message to the node. */
    interface Writer {

        /**
         * The members of a message.
         *
         * @param asked what the test gives; the rest is as usual, and new for each message
         */
        Map<String, String> message(Map<String, String> asked);

        Attempt post(Map<String, String> message, Flaw flaw);
    }

    /** What is wrong with a request on purpose. */
    enum Flaw {
        NONE,
        /** Signed with another secret. */
        SIGNATURE,
        UNSIGNED,
        /** Rightly signed, for an account that is not the inbox's. */
        FOREIGN,
        /** XML that names a file, where a form should be. */
        DOCTYPE
    }

    Control(Writer writer) {
        this.writer = writer;
    }

    void mount(ProviderServer server) {
        server.route("/simulator/push", this::push);
        server.route("/simulator/sent", request -> Answer.json(JSON.valueToTree(sent)));
    }

    /** The inbox has sent something. */
    void heard(Map<String, String> message) {
        sent.add(message);
    }

    /** {@code times: 0} is a message that the provider has and could not bring. */
    private Answer push(Exchange request) {
        try {
            JsonNode asked = JSON.readTree(request.body());
            Map<String, String> fields = new TreeMap<>();
            asked.path("fields")
                    .properties()
                    .forEach(
                            field -> fields.put(field.getKey(), field.getValue().asText()));
            Flaw flaw = Flaw.valueOf(asked.path("flaw").asText("none").toUpperCase(Locale.ROOT));
            Map<String, String> message = writer.message(fields);
            ArrayNode attempts = JSON.createArrayNode();
            for (int i = 0; i < asked.path("times").asInt(1); i++) {
                attempts.add(shape(writer.post(message, flaw)));
            }
            return Answer.json(JSON.createObjectNode().set("attempts", attempts));
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON", e);
        }
    }

    private static ObjectNode shape(Attempt attempt) {
        return JSON.createObjectNode()
                .put("status", attempt.status())
                .put("body", attempt.body())
                .put("taken", attempt.status() == 200)
                .put("millis", attempt.millis());
    }
}
