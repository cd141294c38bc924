package tributary.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tributary.config.ConfigFile.Source;
import tributary.config.text.Node;
import tributary.config.text.Node.Mapping;
import tributary.config.text.Overrides;

/** A mapping of the file at its path, with the variables that override it. */
final class Section implements Settings {
    private final Source source;
    private final String path;
    private final Mapping mapping;
    private final Overrides overrides;
    private final Set<String> taken;

    Section(Source source, String path, Mapping mapping, Overrides overrides) {
        this(source, path, mapping, overrides, Set.of());
    }

    private Section(Source source, String path, Mapping mapping, Overrides overrides, Set<String> taken) {
        this.source = source;
        this.path = path;
        this.mapping = mapping;
        this.overrides = overrides;
        this.taken = taken;
    }

    @Override
    public String path() {
        return path;
    }

    Mapping mapping() {
        return mapping;
    }

    Overrides overrides() {
        return overrides;
    }

    /** Keys that somebody else reads: none of those here, but perhaps what a misspelled one means. */
    Set<String> taken() {
        return taken;
    }

    /** The path of a key of this section. */
    String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    @Override
    public ConfigException wrong(String key, String problem) {
        return new ConfigException(source.file() + ": " + pathOf(key) + ": " + problem);
    }

    @Override
    public <T> T read(Class<T> type) {
        return read(type, true);
    }

    @Override
    public <T> T readPart(Class<T> type) {
        return read(type, false);
    }

    private <T> T read(Class<T> type, boolean strict) {
        Problems problems = new Problems();
        T value = new RecordReader(source, problems).read(type, this, strict);
        problems.throwIfAny();
        if (value == null) {
            throw new IllegalStateException("no value and no problem for " + type.getName());
        }
        return value;
    }

    @Override
    public Section without(Class<?> type) {
        RecordKeys keys = RecordKeys.of(type);
        Map<String, Node> rest = new LinkedHashMap<>(mapping.entries());
        rest.keySet().removeAll(keys.inFile());
        Overrides others = overrides.without(keys.whole(), keys.branches());
        return new Section(source, path, new Mapping(rest), others, keys.inFile());
    }
}
