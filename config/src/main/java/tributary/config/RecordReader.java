package tributary.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tributary.config.ConfigFile.Source;
import tributary.config.text.KeyName;
import tributary.config.text.Node;
import tributary.config.text.Node.Absent;
import tributary.config.text.Node.Scalar;
import tributary.config.text.Overrides;

/** Reads sections into records and goes on after a problem, so that one start names all of them. Used once. */
final class RecordReader {
    private final Source source;
    private final Problems problems;
    private final ValueReader values;

    RecordReader(Source source, Problems problems) {
        this.source = source;
        this.problems = problems;
        this.values = new ValueReader(source, problems, this);
    }

    /** @return null if there was a problem, which is then among the problems */
    <T> @Nullable T read(Class<T> type, Section section, boolean strict) {
        RecordKeys keys = RecordKeys.of(type);
        int before = problems.count();
        if (strict) {
            refuseUnknownKeys(keys, section);
            refuseUnknownVariables(keys, section);
        }
        Object[] arguments =
                keys.keys().stream().map(key -> component(key, keys, section)).toArray();
        return problems.count() == before ? construct(type, arguments, keys, section) : null;
    }

    private @Nullable Object component(RecordKeys.Key key, RecordKeys keys, Section section) {
        Object value = key.isLeaf() ? leaf(key, section) : branch(key, keys, section);
        if (key.optional()) {
            return Optional.ofNullable(value);
        }
        return value == null ? absent(key.type()) : value;
    }

    private @Nullable Object leaf(RecordKeys.Key key, Section section) {
        String path = section.pathOf(key.name());
        try {
            Node override =
                    section.overrides().value(key.name()).map(Node.class::cast).orElse(Absent.VALUE);
            return values.leaf(key.type(), override == Absent.VALUE ? inFile(key, section) : override, path);
        } catch (IllegalArgumentException e) {
            refuseVariable(key, section, e);
            return null;
        }
    }

    /** The value in the file, or in the file that the sibling {@code …-file} names. */
    private Node inFile(RecordKeys.Key key, Section section) {
        Node own = section.mapping().at(key.name());
        Node sibling = key.fileKey().map(section.mapping()::at).orElse(Absent.VALUE);
        if (!(sibling instanceof Scalar file)) {
            return own;
        }
        String path = section.pathOf(key.name());
        if (own instanceof Scalar given && !given.text().isEmpty()) {
            problems.add(source.file() + ": " + path + ": expected either this or " + path + "-file, found both");
        }
        return values.secretIn(file, path + "-file");
    }

    private @Nullable Object branch(RecordKeys.Key key, RecordKeys keys, Section section) {
        // A leaf may begin like a branch: `tls-mode` beside a section `tls`.
        Overrides below = section.overrides().without(keys.leaves(), List.of()).below(key.name(), keys.branches());
        return values.branch(key.type(), written(key, section), section.pathOf(key.name()), below);
    }

    /** In the file, or a whole list in a variable. */
    private Node written(RecordKeys.Key key, Section section) {
        try {
            Optional<Scalar> variable = key.isList() ? section.overrides().value(key.name()) : Optional.empty();
            return variable.map(values::listIn)
                    .orElseGet(() -> section.mapping().at(key.name()));
        } catch (IllegalArgumentException e) {
            refuseVariable(key, section, e);
            return Absent.VALUE;
        }
    }

    private void refuseVariable(RecordKeys.Key key, Section section, IllegalArgumentException wrong) {
        problems.add("environment " + section.overrides().nameOf(key.name()) + ": " + section.pathOf(key.name()) + ": "
                + wrong.getMessage());
    }

    private static @Nullable Object absent(Type type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        return type == double.class ? 0.0 : null;
    }

    private void refuseUnknownKeys(RecordKeys keys, Section section) {
        section.mapping().entries().forEach((name, node) -> {
            if (!keys.inFile().contains(name)) {
                problems.add(source.file() + ": " + section.pathOf(name) + ": unknown key"
                        + unknownKey(name, node, keys, section));
            }
        });
    }

    /** Shows the value only beside a near key that may be shown: a misspelled key may hold a secret. */
    private String unknownKey(String name, Node node, RecordKeys keys, Section section) {
        Set<String> known = new LinkedHashSet<>(keys.inFile());
        known.addAll(section.taken());
        Optional<String> near = KeyName.nearest(name, known);
        if (near.isEmpty()) {
            return "; known keys here: " + String.join(", ", known);
        }
        Optional<RecordKeys.Key> key = near.flatMap(keys::named);
        Type type = key.map(RecordKeys.Key::type).orElse(String.class);
        boolean secret = Shown.isSensitive(name, type) || Shown.isSensitive(near.get(), type);
        return ", found " + Shown.node(node, secret) + "; did you mean " + section.pathOf(near.get()) + "?";
    }

    private void refuseUnknownVariables(RecordKeys keys, Section section) {
        Overrides overrides = section.overrides();
        for (String name : overrides.without(keys.whole(), keys.branches()).names()) {
            problems.add("environment " + overrides.nameOf(name) + ": unknown variable"
                    + KeyName.nearest(name, keys.variables())
                            .map(near -> "; did you mean " + overrides.nameOf(near) + "?")
                            .orElseGet(() -> known(keys, section)));
        }
    }

    /** The whole configuration has too many variables for a line. */
    private static String known(RecordKeys keys, Section section) {
        return section.path().isEmpty()
                ? ""
                : keys.variables().stream()
                        .map(section.overrides()::nameOf)
                        .collect(Collectors.joining(", ", "; variables here: ", ""));
    }

    private <T> @Nullable T construct(Class<T> type, Object[] arguments, RecordKeys keys, Section section) {
        try {
            return constructor(type).newInstance(arguments);
        } catch (InvocationTargetException e) {
            refuse(e.getCause(), type, keys, section);
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }

    private static <T> Constructor<T> constructor(Class<T> type) throws NoSuchMethodException {
        Class<?>[] components = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        Constructor<T> constructor = type.getDeclaredConstructor(components);
        constructor.setAccessible(true);
        return constructor;
    }

    private void refuse(@Nullable Throwable cause, Class<?> type, RecordKeys keys, Section section) {
        if (!(cause instanceof IllegalArgumentException wrong)) {
            throw new IllegalStateException(type.getName() + " failed instead of refusing its values", cause);
        }
        String message = String.valueOf(wrong.getMessage());
        Optional<String> key = keys.inFile().stream()
                .filter(name -> message.startsWith(name + ": "))
                .findFirst();
        String where = key.isPresent() ? section.pathOf("") : section.path() + ": ";
        problems.add(origin(key, section) + ": " + (section.path().isEmpty() ? "" : where) + message);
    }

    private String origin(Optional<String> key, Section section) {
        return key.flatMap(section.overrides()::value).map(Scalar::origin).orElse(source.file());
    }
}
