package tributary.gateway.api.call;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tributary.gateway.platform.http.Problem;

/** The query parameters of a call, read strictly; readers throw {@link Problem} 400. An empty value counts as none. */
public final class Query {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST = 200;

    private final MultiMap parameters;

    private Query(MultiMap parameters) {
        this.parameters = parameters;
    }

    static Query read(MultiMap parameters, Set<String> known) {
        for (String name : parameters.names()) {
            if (!known.contains(name)) {
                throw Problem.unknownMember(Body.shown(name));
            }
            if (parameters.getAll(name).size() > 1) {
                throw Problem.badRequest(name + ": expected once, found several times");
            }
        }
        return new Query(parameters);
    }

    public Optional<String> text(String name, int most) {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            return Optional.empty();
        }
        if (value.length() > most) {
            throw Problem.badRequest(name + ": expected at most " + most + " characters, found " + value.length());
        }
        return Optional.of(value.replace("\0", ""));
    }

    /** Values separated by commas. */
    public List<String> texts(String name, int most) {
        return text(name, most).map(value -> List.of(value.split(",", -1))).orElse(List.of());
    }

    public Optional<Long> number(String name) {
        return text(name, 18).map(value -> {
            if (!value.matches("[0-9]{1,18}")) {
                throw Problem.badRequest(name + ": expected a whole number, found \"" + Body.shown(value) + '"');
            }
            return Long.parseLong(value);
        });
    }

    /** How many a page holds: 1 to 200, 50 if not said. */
    public int limit() {
        long limit = number("limit").orElse((long) DEFAULT_LIMIT);
        if (limit < 1 || limit > MOST) {
            throw Problem.badRequest("limit: expected 1 to " + MOST + ", found " + limit);
        }
        return (int) limit;
    }

    public Optional<String> cursor() {
        return text("cursor", 400);
    }
}
