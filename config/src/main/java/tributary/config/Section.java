package tributary.config;

import java.util.LinkedHashMap;
import java.util.Map;
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

    Section(Source source, String path, Mapping mapping, Overrides overrides) {
        this.source = source;
        this.path = path;
        this.mapping = mapping;
        this.overrides = overrides;
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
        return new Section(source, path, new Mapping(rest), overrides.without(keys.leaves(), keys.branches()));
    }
}
