package tributary.gateway.ticket;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Committed entries on their way to another node. Unknown members are ignored, so that two versions run side by side; what
 * cannot be read at all is a lost hint, and the log is read.
 */
final class CommittedJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule()
                    .addSerializer(JsonObject.class, new ObjectWriter())
                    .addDeserializer(JsonObject.class, new ObjectReader()))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private CommittedJson() {}

    static Buffer write(List<TicketEvent> events) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(events.toArray(TicketEvent[]::new)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("ticket events have no JSON form", e);
        }
    }

    /** Empty if it is not what {@link #write} writes. */
    static Optional<List<TicketEvent>> read(Buffer json) {
        try {
            List<TicketEvent> events = List.of(MAPPER.readValue(json.getBytes(), TicketEvent[].class));
            return events.isEmpty() ? Optional.empty() : Optional.of(events);
        } catch (IOException | RuntimeException foreign) {
            return Optional.empty();
        }
    }

    private static final class ObjectWriter extends StdSerializer<JsonObject> {
        ObjectWriter() {
            super(JsonObject.class);
        }

        @Override
        public void serialize(JsonObject value, JsonGenerator to, SerializerProvider provider) throws IOException {
            to.writeRawValue(value.encode());
        }
    }

    private static final class ObjectReader extends StdDeserializer<JsonObject> {
        ObjectReader() {
            super(JsonObject.class);
        }

        @Override
        @SuppressWarnings("unchecked")
        public JsonObject deserialize(JsonParser from, DeserializationContext context) throws IOException {
            return new JsonObject((Map<String, Object>) from.readValueAs(Map.class));
        }
    }
}
