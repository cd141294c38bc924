package tributary.connector.livechat.rule;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The questions before the first message, and what counts as an answer. */
public final class PreChatForm {
    private static final int MAX_LINE = 200;
    private static final int MAX_TEXT = 2000;
    private static final Pattern EMAIL = Pattern.compile("[^\\s@<>,;\"]{1,64}@[^\\s@<>,;\"]+\\.[^\\s@<>,;\"]{2,}");
    private static final Pattern TEL = Pattern.compile("\\+?[0-9 ()./-]{3,30}");

    private final List<FormConfig.Field> fields;
    private final String id;

    public PreChatForm(FormConfig config) {
        this.fields = config.fields();
        this.id = "prechat-" + Integer.toHexString(config.toString().hashCode());
    }

    /** Names this wording of the form; another wording has another id. */
    public String id() {
        return id;
    }

    public List<FormConfig.Field> fields() {
        return fields;
    }

    /**
     * Judges submitted values; those of unknown fields are left out.
     *
     * @param values field to what was typed; {@code "true"} for a ticked box
     */
    public Answer check(Map<String, String> values) {
        Map<String, String> facts = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        for (FormConfig.Field field : fields) {
            String value = TextRule.clean(values.getOrDefault(field.key(), ""));
            problem(field, value)
                    .ifPresentOrElse(p -> problems.put(field.key(), p), () -> keep(facts, field.key(), value));
        }
        return new Answer(facts, problems);
    }

    private static void keep(Map<String, String> facts, String key, String value) {
        if (!value.isEmpty()) {
            facts.put(key, value);
        }
    }

    private static Optional<String> problem(FormConfig.Field field, String value) {
        if (value.isEmpty() || (field.type().equals("checkbox") && !value.equals("true"))) {
            return field.required() ? Optional.of("required") : Optional.empty();
        }
        int limit = field.type().equals("textarea") ? MAX_TEXT : MAX_LINE;
        if (value.codePointCount(0, value.length()) > limit) {
            return Optional.of("too-long");
        }
        return Optional.ofNullable(shape(field, value));
    }

    private static @Nullable String shape(FormConfig.Field field, String value) {
        return switch (field.type()) {
            case "email" -> EMAIL.matcher(value).matches() ? null : "email";
            case "tel" -> TEL.matcher(value).matches() ? null : "tel";
            case "select" -> field.options().contains(value) ? null : "option";
            default -> null;
        };
    }

    /**
     * @param facts field to cleaned value, where there is one
     * @param problems field to the reason it is refused: {@code required}, {@code email}, {@code tel}, {@code too-long},
     *     {@code option}; empty if the form is good
     */
    public record Answer(Map<String, String> facts, Map<String, String> problems) {
        public Answer {
            facts = Map.copyOf(facts);
            problems = Map.copyOf(problems);
        }

        public boolean good() {
            return problems.isEmpty();
        }
    }
}
