package tributary.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tributary.config.text.KeyName;
import tributary.config.text.ScalarReader;

/** The keys that a record names, in the order of its components. */
record RecordKeys(List<Key> keys) {
    private static final String FILE = "-file";

    RecordKeys {
        keys = List.copyOf(keys);
    }

    /** @param type what the value becomes; never {@code Optional}, which only says that nothing is also good */
    record Key(String name, Type type, boolean optional) {

        /** Whether one variable or one scalar gives the whole value. */
        boolean isLeaf() {
            return isSingle(type)
                    || elementType(type).filter(RecordKeys::isSingle).isPresent();
        }

        boolean isList() {
            return elementType(type).isPresent();
        }

        /** The sibling in the file that names a file with the value; only secrets have one. */
        Optional<String> fileKey() {
            return type == Secret.class ? Optional.of(name + FILE) : Optional.empty();
        }
    }

    static RecordKeys of(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException("expected a record, found " + type.getName());
        }
        return new RecordKeys(
                Arrays.stream(type.getRecordComponents()).map(RecordKeys::key).toList());
    }

    private static Key key(RecordComponent component) {
        String name = KeyName.ofComponent(component.getName());
        Type type = component.getGenericType();
        return argument(type, Optional.class)
                .map(wrapped -> new Key(name, wrapped, true))
                .orElseGet(() -> new Key(name, type, false));
    }

    List<String> leaves() {
        return keys.stream().filter(Key::isLeaf).map(Key::name).toList();
    }

    /** Those that one variable can give whole: the leaves, and lists of sections, written as YAML. */
    List<String> whole() {
        return keys.stream()
                .filter(key -> key.isLeaf() || key.isList())
                .map(Key::name)
                .toList();
    }

    List<String> branches() {
        return keys.stream().filter(key -> !key.isLeaf()).map(Key::name).toList();
    }

    /** Every key that the file may hold here. */
    Set<String> inFile() {
        Set<String> names = new LinkedHashSet<>();
        for (Key key : keys) {
            names.add(key.name());
            key.fileKey().ifPresent(names::add);
        }
        return names;
    }

    Optional<Key> named(String name) {
        return keys.stream()
                .filter(key -> key.name().equals(name)
                        || key.fileKey().filter(name::equals).isPresent())
                .findFirst();
    }

    /** The variables that set something here or in the records below, relative to this section: for suggestions. */
    List<String> variables() {
        List<String> names = new ArrayList<>();
        for (Key key : keys) {
            String name = KeyName.variable(key.name());
            names.add(name);
            if (key.type() instanceof Class<?> type && !key.isLeaf() && type.isRecord()) {
                RecordKeys.of(type).variables().forEach(below -> names.add(name + "_" + below));
            }
        }
        return names;
    }

    /** The element type of a list. */
    static Optional<Type> elementType(Type type) {
        return argument(type, List.class);
    }

    private static Optional<Type> argument(Type type, Class<?> generic) {
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == generic
                ? Optional.of(parameterized.getActualTypeArguments()[0])
                : Optional.empty();
    }

    static boolean isMap(Type type) {
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == Map.class;
    }

    /** Whether a value of this type is written as one scalar. */
    static boolean isSingle(Type type) {
        return type instanceof Class<?> single
                && single != Settings.class
                && (!single.isRecord() || ScalarReader.parser(single).isPresent());
    }
}
