package tributary.config.text;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns the text of a scalar into a value. Strict: what looks like a slip is refused, not guessed. */
public final class ScalarReader {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    /** A type's notation: what to tell an operator, and how to read it. */
    private record Notation(String expected, Function<String, ?> parse) {}

    private static final Map<Class<?>, Notation> NOTATIONS = Map.ofEntries(
            Map.entry(String.class, new Notation("a text", text -> text)),
            notation(Integer.class, "a whole number", ScalarReader::wholeNumber),
            notation(int.class, "a whole number", ScalarReader::wholeNumber),
            notation(Long.class, "a whole number", Long::valueOf),
            notation(long.class, "a whole number", Long::valueOf),
            notation(Double.class, "a number", ScalarReader::number),
            notation(double.class, "a number", ScalarReader::number),
            notation(Boolean.class, "true or false", ScalarReader::bool),
            notation(boolean.class, "true or false", ScalarReader::bool),
            notation(
                    Duration.class,
                    "a duration such as \"30s\"",
                    text -> duration(text).orElseThrow()),
            notation(URI.class, "a URI", URI::create),
            notation(Path.class, "a file path", Path::of),
            notation(Locale.class, "a language tag such as \"zh-CN\"", ScalarReader::locale),
            notation(ZoneId.class, "a time zone such as \"Asia/Shanghai\"", ZoneId::of));

    private ScalarReader() {}

    private static Map.Entry<Class<?>, Notation> notation(Class<?> type, String expected, Function<String, ?> parse) {
        return Map.entry(type, new Notation(expected, parse));
    }

    /**
     * Reads a text as a type.
     *
     * @param shown the text as a message may show it
     * @throws IllegalArgumentException saying what was expected and what was found
     */
    public static Object read(String text, Class<?> type, String shown) {
        Notation notation = notation(type);
        try {
            return notation.parse().apply(text);
        } catch (IllegalStateException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(expected(notation, e) + ", found " + shown, e);
        }
    }

    /** A type's own {@code parse} says best what it expects; what it found is not taken from it, it may be a secret. */
    private static String expected(Notation notation, RuntimeException e) {
        String said = String.valueOf(e.getMessage());
        int found = said.indexOf(", found ");
        return notation.expected().isEmpty() && said.startsWith("expected ") && found > 0
                ? said.substring(0, found)
                : "expected " + (notation.expected().isEmpty() ? "another value" : notation.expected());
    }

    private static Notation notation(Class<?> type) {
        Notation known = NOTATIONS.get(type);
        if (known != null) {
            return known;
        }
        if (type.isEnum()) {
            return new Notation(
                    "one of " + words(type).collect(Collectors.joining(", ")), text -> constant(type, text));
        }
        return parser(type)
                .map(parse -> new Notation("", text -> call(parse, text)))
                .orElseThrow(() -> new IllegalStateException("no notation for " + type.getName()));
    }

    /** The public static method {@code parse(String)} by which a type reads its own notation. */
    public static Optional<Method> parser(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals("parse")
                        && Modifier.isStatic(method.getModifiers())
                        && Modifier.isPublic(method.getModifiers())
                        && type.isAssignableFrom(method.getReturnType())
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
                .findFirst();
    }

    private static Object call(Method parse, String text) {
        try {
            parse.setAccessible(true);
            return parse.invoke(null, text);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                throw wrong;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants()).map(ScalarReader::word);
    }

    private static String word(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow();
    }

    /** A number with ms, s, m, h or d. */
    public static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "s" -> Duration.ofSeconds(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    default -> Duration.ofDays(number);
                });
    }

    private static Integer wholeNumber(String text) {
        return Integer.valueOf(text);
    }

    /** Without the notations that only programs use: {@code 1f}, {@code 0x1p3}, {@code NaN}. */
    private static Double number(String text) {
        if (!text.matches("-?\\d+(\\.\\d+)?")) {
            throw new IllegalArgumentException();
        }
        return Double.valueOf(text);
    }

    private static Boolean bool(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Locale locale(String text) {
        return new Locale.Builder().setLanguageTag(text).build();
    }
}
