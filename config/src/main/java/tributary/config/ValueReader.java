package tributary.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tributary.config.ConfigFile.Source;
import tributary.config.text.Node;
import tributary.config.text.Node.Absent;
import tributary.config.text.Node.Mapping;
import tributary.config.text.Node.Scalar;
import tributary.config.text.Node.Sequence;
import tributary.config.text.Overrides;
import tributary.config.text.Placeholders;
import tributary.config.text.ScalarReader;
import tributary.config.text.SecretFile;
import tributary.config.text.YamlTree;

/** Reads the value of one key, whatever its shape. A wrong value is a problem and null. */
final class ValueReader {
    private final Source source;
    private final Problems problems;
    private final RecordReader records;

    ValueReader(Source source, Problems problems, RecordReader records) {
        this.source = source;
        this.problems = problems;
        this.records = records;
    }

    /** A scalar, or a list of scalars. */
    @Nullable
    Object leaf(Type type, Node node, String path) {
        if (node == Absent.VALUE) {
            return null;
        }
        Type element = RecordKeys.elementType(type).orElse(null);
        return element == null ? single((Class<?>) type, node, path) : list((Class<?>) element, node, path);
    }

    private @Nullable List<Object> list(Class<?> type, Node given, String path) {
        boolean yaml =
                given instanceof Scalar text && !text.inFile() && text.text().startsWith("[");
        Node node = yaml ? listIn((Scalar) given) : given;
        if (node instanceof Scalar scalar && (!scalar.inFile() || Placeholders.isIn(scalar.text()))) {
            return separated(type, scalar, path);
        }
        if (!(node instanceof Sequence sequence)) {
            refuse(node, path, "expected a list, found " + Shown.node(node, Shown.isSensitive(path, type)));
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            add(values, single(type, sequence.items().get(i), path + "[" + i + "]"));
        }
        return List.copyOf(values);
    }

    /** A list that a variable gives as YAML: {@code [{kid: a, alg: HS256}]}. */
    Node listIn(Scalar variable) {
        YamlTree.Document document = YamlTree.read("list: " + variable.text(), variable.origin());
        document.problems().forEach(problems::add);
        return document.root().at("list");
    }

    /** A list as a variable gives it: separated by commas, none if empty. */
    private @Nullable List<Object> separated(Class<?> type, Scalar scalar, String path) {
        String text = filled(scalar, path);
        if (text == null) {
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (String item : text.isBlank() ? new String[0] : text.split(",", -1)) {
            add(values, single(type, new Scalar(item.strip(), scalar.origin(), false), path));
        }
        return List.copyOf(values);
    }

    private @Nullable Object single(Class<?> type, Node node, String path) {
        if (!(node instanceof Scalar scalar)) {
            refuse(node, path, "expected a single value, found " + node.description());
            return null;
        }
        String text = filled(scalar, path);
        if (text == null) {
            return null;
        }
        try {
            return ScalarReader.read(text, type, Shown.text(text, Shown.isSensitive(path, type)));
        } catch (IllegalArgumentException e) {
            refuse(node, path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The text with its placeholders filled; variables are taken as they are. */
    private @Nullable String filled(Scalar scalar, String path) {
        if (!scalar.inFile()) {
            return scalar.text();
        }
        try {
            return source.placeholders().fill(scalar.text());
        } catch (IllegalArgumentException e) {
            refuse(scalar, path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The secret in the file that a scalar names. */
    Node secretIn(Scalar file, String path) {
        String name = filled(file, path);
        if (name == null) {
            return Absent.VALUE;
        }
        try {
            return new Scalar(SecretFile.read(name), file.origin(), false);
        } catch (IllegalArgumentException e) {
            refuse(file, path, String.valueOf(e.getMessage()));
            return Absent.VALUE;
        }
    }

    /** A record, a section for later, a list of either, or a map. */
    @Nullable
    Object branch(Type type, Node node, String path, Overrides overrides) {
        if (RecordKeys.isMap(type)) {
            return map((ParameterizedType) type, node, path, overrides);
        }
        Type element = RecordKeys.elementType(type).orElse(null);
        if (element != null) {
            return entries((Class<?>) element, node, path, overrides);
        }
        return section((Class<?>) type, node, path, overrides);
    }

    private @Nullable Object section(Class<?> type, Node node, String path, Overrides overrides) {
        boolean missing = node == Absent.VALUE && overrides.isEmpty();
        if (missing && type != Settings.class) {
            return null;
        }
        Mapping mapping = mapping(node, path);
        if (mapping == null) {
            return null;
        }
        Section section = new Section(source, path, mapping, overrides);
        return type == Settings.class ? section : records.read(type, section, true);
    }

    private @Nullable Mapping mapping(Node node, String path) {
        if (node == Absent.VALUE) {
            return Mapping.EMPTY;
        }
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        refuse(node, path, "expected a section with keys, found " + node.description());
        return null;
    }

    private @Nullable List<Object> entries(Class<?> type, Node node, String path, Overrides overrides) {
        if (node != Absent.VALUE && !(node instanceof Sequence)) {
            refuse(node, path, "expected a list, found " + node.description());
            return null;
        }
        List<Node> items = node instanceof Sequence sequence ? sequence.items() : List.of();
        List<String> names = items.stream().flatMap(ValueReader::name).toList();
        refuseRepeated(names, path);
        refuseStrangers(overrides.without(List.of(), names), names, path);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            String index = "[" + i + "]";
            Node item = items.get(i);
            String at = name(item).findFirst().map(name -> path + "." + name).orElse(path + index);
            Overrides own = name(item)
                    .findFirst()
                    .map(name -> overrides.below(name, names))
                    .orElseGet(Overrides::none);
            add(values, section(type, item == Absent.VALUE ? Mapping.EMPTY : item, at, own));
        }
        return node == Absent.VALUE ? null : List.copyOf(values);
    }

    /** An entry's name, by which its path and its variables call it. */
    private static Stream<String> name(Node item) {
        return item instanceof Mapping mapping && mapping.at("name") instanceof Scalar name
                ? Stream.of(name.text())
                : Stream.empty();
    }

    private void refuseRepeated(List<String> names, String path) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                problems.add(source.file() + ": " + path + ": expected each name once, found \"" + name + "\" again");
            }
        }
    }

    private void refuseStrangers(Overrides strangers, List<String> names, String path) {
        for (String variable : strangers.names()) {
            problems.add("environment " + strangers.nameOf(variable) + ": " + path + ": expected the name of an entry ("
                    + String.join(", ", names) + "), found another");
        }
    }

    private Map<String, Object> map(ParameterizedType type, Node node, String path, Overrides overrides) {
        Class<?> valueType = (Class<?>) type.getActualTypeArguments()[1];
        Map<String, Node> nodes = new LinkedHashMap<>();
        Mapping mapping = mapping(node, path);
        nodes.putAll(mapping == null ? Map.of() : mapping.entries());
        nodes.putAll(overrides.asKeys(nodes.keySet()));
        Map<String, Object> values = new LinkedHashMap<>();
        nodes.forEach((key, value) -> {
            Object read = single(valueType, value, path + "." + key);
            if (read != null) {
                values.put(key, read);
            }
        });
        return Map.copyOf(values);
    }

    private static void add(List<Object> values, @Nullable Object value) {
        if (value != null) {
            values.add(value);
        }
    }

    private void refuse(Node node, String path, String message) {
        String origin = node instanceof Scalar scalar ? scalar.origin() : source.file();
        problems.add(origin + ": " + path + ": " + message);
    }
}
