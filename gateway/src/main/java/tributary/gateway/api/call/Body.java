package tributary.gateway.api.call;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Recipient;
import tributary.gateway.platform.http.Problem;

/**
 * The JSON object of a request, read strictly: no member that the operation does not know, no value of another type. All
 * readers throw {@link Problem} 400. U+0000, which PostgreSQL cannot store, is taken out of texts.
 */
public final class Body {

    private static final Set<String> PERSON = Set.of("name", "address");
    private static final Pattern ADDRESS =
            Pattern.compile("[^\\s\\p{Cntrl}<>,;:@\"()]{1,64}@[^\\s\\p{Cntrl}<>,;:@\"()]{1,189}");
    private static final int LONGEST_NAME = 200;

    private final JsonObject members;

    private Body(JsonObject members) {
        this.members = members;
    }

    /** @param raw the body; nothing at all counts as an empty object */
    static Body read(Buffer raw, Set<String> known) {
        JsonObject members = parse(raw);
        for (String member : members.fieldNames()) {
            if (!known.contains(member)) {
                throw Problem.unknownMember(shown(member));
            }
        }
        return new Body(members);
    }

    public boolean has(String member) {
        return members.containsKey(member);
    }

    public String text(String member, int most) {
        return optionalText(member, most).orElseThrow(() -> wrong(member, "a string", null));
    }

    /** Like {@link #text}, but blank is no text. */
    public String words(String member, int most) {
        String text = text(member, most);
        if (text.isBlank()) {
            throw Problem.badRequest(member + ": expected a text, found none");
        }
        return text;
    }

    /** @param most longest text in characters */
    public Optional<String> optionalText(String member, int most) {
        return member(member, String.class, "a string").map(text -> bounded(member, text, most));
    }

    public Optional<Boolean> flag(String member) {
        return member(member, Boolean.class, "true or false");
    }

    /** A whole number from 0 on. */
    public Optional<Long> number(String member) {
        return member(member, Number.class, "a whole number").map(value -> {
            boolean whole = value instanceof Integer || value instanceof Long;
            if (!whole || value.longValue() < 0) {
                throw wrong(member, "a whole number from 0 on", null);
            }
            return value.longValue();
        });
    }

    /** One of some words, as a value. */
    public <T> Optional<T> word(String member, String expected, Function<String, Optional<T>> words) {
        return member(member, String.class, expected)
                .map(text -> words.apply(text).orElseThrow(() -> wrong(member, expected, text)));
    }

    public List<UUID> ids(String member, int most) {
        return texts(member, most, 64).orElse(List.of()).stream()
                .map(text -> id(text).orElseThrow(() -> wrong(member, "ids", text)))
                .toList();
    }

    /** People a letter goes to, each {@code {name?, address}}; addresses come out in their canonical form. */
    public List<Recipient> people(String member, int most) {
        JsonArray list = member(member, JsonArray.class, "a list of people").orElse(new JsonArray());
        if (list.size() > most) {
            throw Problem.badRequest(member + ": expected at most " + most + ", found " + list.size());
        }
        List<Recipient> people = new ArrayList<>();
        for (Object value : list) {
            if (!(value instanceof JsonObject one) || !PERSON.containsAll(one.fieldNames())) {
                throw wrong(member, "people with name and address", null);
            }
            String name = one.getValue("name") instanceof String given ? given : "";
            String address = one.getValue("address") instanceof String given ? given.strip() : "";
            if (!ADDRESS.matcher(address).matches() || name.length() > LONGEST_NAME) {
                throw wrong(member, "e-mail addresses", address);
            }
            people.add(new Recipient(name.replaceAll("\\p{Cntrl}", ""), address.toLowerCase(Locale.ROOT)));
        }
        return people;
    }

    public Optional<List<String>> texts(String member, int most, int longest) {
        return member(member, JsonArray.class, "a list of strings").map(list -> {
            if (list.size() > most) {
                throw Problem.badRequest(member + ": expected at most " + most + ", found " + list.size());
            }
            List<String> texts = new ArrayList<>();
            for (Object value : list) {
                if (!(value instanceof String text)) {
                    throw wrong(member, "a list of strings", null);
                }
                texts.add(bounded(member, text, longest));
            }
            return texts;
        });
    }

    /** An id, or null to say "nobody"; the outer value is empty if the member is missing. */
    public Optional<Optional<UUID>> idOrNull(String member) {
        if (!has(member)) {
            return Optional.empty();
        }
        return Optional.of(member(member, String.class, "an id or null")
                .map(text -> id(text).orElseThrow(() -> wrong(member, "an id or null", text))));
    }

    static Optional<UUID> id(String text) {
        try {
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    static String shown(String found) {
        String printable = found.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= 60 ? printable : printable.substring(0, 60) + "…";
    }

    private <T> Optional<T> member(String member, Class<T> type, String expected) {
        Object value = members.getValue(member);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            throw wrong(member, expected, null);
        }
        return Optional.of(type.cast(value));
    }

    private static String bounded(String member, String text, int most) {
        if (text.length() > most) {
            throw Problem.badRequest(member + ": expected at most " + most + " characters, found " + text.length());
        }
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }

    private static Problem wrong(String member, String expected, @Nullable String found) {
        return Problem.badRequest(member + ": expected " + expected + ", found "
                + (found == null ? "something else" : '"' + shown(found) + '"'));
    }

    private static JsonObject parse(Buffer raw) {
        if (raw.length() == 0) {
            return new JsonObject();
        }
        try {
            return new JsonObject(raw);
        } catch (DecodeException | ClassCastException notAnObject) {
            throw Problem.badRequest("body: expected a JSON object, found something else");
        }
    }
}
