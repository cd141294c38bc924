package tributary.gateway.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code openapi.yaml} as tests read it. */
final class Description {

    private final JsonObject root;

    private Description(JsonObject root) {
        this.root = root;
    }

    static Description read() {
        try (InputStream in = Description.class.getResourceAsStream("/openapi.yaml")) {
            JsonNode tree = new ObjectMapper(new YAMLFactory()).readTree(in);
            return new Description(new JsonObject(tree.toString()));
        } catch (IOException e) {
            throw new AssertionError("openapi.yaml cannot be read", e);
        }
    }

    List<Described> operations() {
        List<Described> all = new ArrayList<>();
        root.getJsonObject("paths").forEach(path -> {
            JsonObject methods = (JsonObject) path.getValue();
            methods.forEach(method -> {
                if (!method.getKey().equals("parameters")) {
                    all.add(new Described(
                            method.getKey().toUpperCase(Locale.ROOT), path.getKey(), (JsonObject) method.getValue()));
                }
            });
        });
        return all;
    }

    Described operation(String id) {
        return operations().stream()
                .filter(operation -> operation.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** What is wrong with an answer; empty if it is as described. */
    Optional<String> problem(String operationId, int status, String body) {
        JsonObject response =
                operation(operationId).members().getJsonObject("responses").getJsonObject(String.valueOf(status));
        if (response == null) {
            return Optional.of(operationId + " has no answer " + status);
        }
        JsonObject content = ((JsonObject) inlined(response)).getJsonObject("content");
        if (content == null) {
            return body.isEmpty() ? Optional.empty() : Optional.of("expected no body");
        }
        JsonObject schema = content.stream()
                .map(entry -> ((JsonObject) entry.getValue()).getJsonObject("schema"))
                .findFirst()
                .orElseThrow();
        OutputUnit result = Validator.create(
                        JsonSchema.of(schema),
                        new JsonSchemaOptions()
                                .setBaseUri("https://example.com/")
                                .setDraft(Draft.DRAFT202012))
                .validate(new JsonObject(body));
        return result.getValid()
                ? Optional.empty()
                : Optional.of(result.toJson().encode());
    }

    /** The same with every reference replaced by what it means. */
    private Object inlined(Object value) {
        if (value instanceof JsonArray array) {
            JsonArray copy = new JsonArray();
            array.forEach(entry -> copy.add(inlined(entry)));
            return copy;
        }
        if (!(value instanceof JsonObject object)) {
            return value;
        }
        if (object.getValue("$ref") instanceof String ref) {
            JsonObject at = root;
            for (String step : ref.substring(2).split("/", -1)) {
                at = at.getJsonObject(step);
            }
            return inlined(at);
        }
        JsonObject copy = new JsonObject();
        object.forEach(entry -> copy.put(entry.getKey(), inlined(entry.getValue())));
        return copy;
    }

    record Described(String method, String path, JsonObject members) {

        String id() {
            return members.getString("operationId");
        }

        String policy() {
            return members.getString("x-policy");
        }
    }
}
