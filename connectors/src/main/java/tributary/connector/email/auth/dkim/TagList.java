package tributary.connector.email.auth.dkim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A list {@code tag=value; tag=value} (RFC 6376 section 3.2), as signatures, keys and DMARC policies are written. */
public record TagList(Map<String, String> tags) {
    private static final int MOST_TAGS = 100;

    public TagList {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    /** @return nothing if a tag has no {@code =}, is there twice, or there are too many of them */
    public static Optional<TagList> parse(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String part : text.split(";", MOST_TAGS)) {
            String item = part.strip();
            int equals = item.indexOf('=');
            if (item.isEmpty()) {
                continue;
            }
            if (equals < 1
                    || tags.put(
                                    item.substring(0, equals).strip(),
                                    item.substring(equals + 1).strip())
                            != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new TagList(tags));
    }

    /** The value, white space at its ends removed. */
    public Optional<String> get(String tag) {
        return Optional.ofNullable(tags.get(tag));
    }

    /** The value without any white space, as folded Base64 needs it. */
    Optional<String> packed(String tag) {
        return get(tag).map(value -> value.replaceAll("[ \\t\\r\\n]", ""));
    }

    /** Whether the tag is the first one, or not there at all. */
    boolean firstOrAbsent(String tag) {
        return !tags.containsKey(tag) || tags.keySet().iterator().next().equals(tag);
    }
}
