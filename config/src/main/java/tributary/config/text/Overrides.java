package tributary.config.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import tributary.config.text.Node.Scalar;

/**
 * The environment variables that speak of one section of the configuration.
 *
 * <p>A variable's name does not say where one key ends and the next begins ({@code TRIBUTARY_SMTP_LMTP_PORT}), so whoever
 * knows the keys asks: a key is a <em>leaf</em> that has a value, or a <em>branch</em> with keys below it. Where two
 * branches fit, the longer one has the variable: {@code INBOXES_WEB_EU_TITLE} belongs to inbox {@code web-eu}, not to
 * {@code web}.
 */
public final class Overrides {
    /** Variables of the launcher script, which are no keys. */
    public static final Set<String> LAUNCHER = Set.of("TRIBUTARY_JAVA_OPTS");

    private static final String PREFIX = "TRIBUTARY_";
    private static final String FILE = "_FILE";

    private final String prefix;
    private final SortedMap<String, String> values;

    private Overrides(String prefix, SortedMap<String, String> values) {
        this.prefix = prefix;
        this.values = values;
    }

    /** The overrides of the whole configuration. */
    public static Overrides of(Map<String, String> environment) {
        SortedMap<String, String> values = new TreeMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !LAUNCHER.contains(name)) {
                values.put(name.substring(PREFIX.length()), value);
            }
        });
        return new Overrides(PREFIX, values);
    }

    public static Overrides none() {
        return new Overrides(PREFIX, new TreeMap<>());
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * The value that the environment gives a leaf, in the variable itself or in the file that its sibling
     * {@code …_FILE} names.
     *
     * @throws IllegalArgumentException if both are set or the file cannot be read
     */
    public Optional<Scalar> value(String key) {
        String name = KeyName.variable(key);
        String text = values.get(name);
        String file = values.get(name + FILE);
        if (text != null && file != null) {
            throw new IllegalArgumentException(
                    "expected one of " + prefix + name + " and " + prefix + name + FILE + ", found both");
        }
        if (file != null) {
            return Optional.of(new Scalar(SecretFile.read(file), origin(name + FILE), false));
        }
        return Optional.ofNullable(text).map(value -> new Scalar(value, origin(name), false));
    }

    /** The variables as keys of a map: a known key where one is spelled so, else lower case with {@code -}. */
    public Map<String, Scalar> asKeys(Collection<String> known) {
        Map<String, Scalar> keys = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            String key = known.stream()
                    .filter(candidate -> KeyName.variable(candidate).equals(name))
                    .findFirst()
                    .orElse(name.toLowerCase(Locale.ROOT).replace('_', '-'));
            keys.put(key, new Scalar(value, origin(name), false));
        });
        return keys;
    }

    /** The variables of a branch, seen from there. */
    public Overrides below(String branch, Collection<String> branches) {
        SortedMap<String, String> below = new TreeMap<>();
        String start = KeyName.variable(branch) + "_";
        values.forEach((name, value) -> {
            if (owner(name, branches).filter(branch::equals).isPresent()) {
                below.put(name.substring(start.length()), value);
            }
        });
        return new Overrides(prefix + start, below);
    }

    /** What remains when the variables of these leaves and branches are taken away. */
    public Overrides without(Collection<String> leaves, Collection<String> branches) {
        Set<String> taken = new HashSet<>();
        for (String leaf : leaves) {
            taken.add(KeyName.variable(leaf));
            taken.add(KeyName.variable(leaf) + FILE);
        }
        SortedMap<String, String> rest = new TreeMap<>(values);
        rest.keySet()
                .removeIf(name -> taken.contains(name) || owner(name, branches).isPresent());
        return new Overrides(prefix, rest);
    }

    /** The names of the variables as seen from this section, in alphabetical order. */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /** The full name of the variable that sets a key of this section, or of one of {@link #names}. */
    public String nameOf(String key) {
        return prefix + KeyName.variable(key);
    }

    private String origin(String name) {
        return "environment " + prefix + name;
    }

    private static Optional<String> owner(String name, Collection<String> branches) {
        return branches.stream()
                .filter(branch -> name.startsWith(KeyName.variable(branch) + "_"))
                .max(Comparator.comparingInt(String::length));
    }
}
