package tributary.connector.livechat.rule;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The pre-chat form as configured.
 *
 * @param fields what is asked, in this order; at most 20
 */
public record FormConfig(List<Field> fields) {
    private static final Set<String> TYPES = Set.of("text", "email", "tel", "textarea", "select", "checkbox");
    private static final Pattern KEY = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    public FormConfig {
        fields = fields == null ? List.of() : List.copyOf(fields);
        if (fields.isEmpty() || fields.size() > 20) {
            throw new IllegalArgumentException("fields: expected 1 to 20 fields, found " + fields.size());
        }
        long keys = fields.stream().map(Field::key).distinct().count();
        if (keys < fields.size()) {
            throw new IllegalArgumentException("fields: expected each key once, found one twice");
        }
    }

    /**
     * @param key under which the value is kept, for example {@code email}
     * @param label what the visitor reads; the key if absent
     * @param options what a select offers
     */
    public record Field(
            String key,
            String type,
            boolean required,
            @Nullable String label,
            List<String> options) {
        public Field {
            options = options == null ? List.of() : List.copyOf(options);
            type = type == null ? "text" : type;
            if (key == null || !KEY.matcher(key).matches()) {
                throw new IllegalArgumentException("key: expected a word such as \"email\", found \"" + key + "\"");
            }
            if (!TYPES.contains(type)) {
                throw new IllegalArgumentException("type: expected one of " + TYPES + ", found \"" + type + "\"");
            }
            if (type.equals("select") == options.isEmpty()) {
                throw new IllegalArgumentException("options: expected options for a select and only there");
            }
        }

        public String shownLabel() {
            return label == null ? key : label;
        }
    }
}
