package tributary.connector.email.auth;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code Authentication-Results} field (RFC 8601 section 2.2).
 *
 * @param authservId who says so
 */
record ResultsField(String authservId, List<Method> methods) {
    private static final int MOST_METHODS = 50;

    ResultsField {
        methods = List.copyOf(methods);
    }

    /**
     * @param name {@code spf}, {@code dkim}, {@code dmarc}, ...
     * @param properties such as {@code header.d}, names in lower case
     * @param comment what stands in round brackets, lower case
     */
    record Method(String name, String result, Map<String, String> properties, String comment) {
        Method {
            properties = Map.copyOf(properties);
        }

        String property(String name) {
            return properties.getOrDefault(name, "");
        }
    }

    /** @return nothing if the field breaks its format before the first result */
    static Optional<ResultsField> parse(String value) {
        List<List<String>> parts = new Tokens(value).parts();
        if (parts.isEmpty() || parts.get(0).isEmpty() || parts.get(0).get(0).startsWith("(")) {
            return Optional.empty();
        }
        List<Method> methods = new ArrayList<>();
        for (List<String> part : parts.subList(1, Math.min(parts.size(), MOST_METHODS))) {
            method(part).ifPresent(methods::add);
        }
        return Optional.of(new ResultsField(parts.get(0).get(0).toLowerCase(Locale.ROOT), methods));
    }

    List<Method> all(String name) {
        return methods.stream().filter(method -> method.name().equals(name)).toList();
    }

    /** {@code method[/version]=result (comment) reason="..." ptype.property=value ...}. */
    private static Optional<Method> method(List<String> tokens) {
        StringBuilder comment = new StringBuilder();
        Map<String, String> pairs = new HashMap<>();
        String name = "";
        String result = "";
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (token.startsWith("(")) {
                comment.append(token.toLowerCase(Locale.ROOT));
            } else if (i + 2 < tokens.size() && tokens.get(i + 1).equals("=")) {
                String key = token.toLowerCase(Locale.ROOT);
                if (name.isEmpty()) {
                    name = key.replaceFirst("/.*", "").strip();
                    result = tokens.get(i + 2).toLowerCase(Locale.ROOT);
                } else {
                    pairs.putIfAbsent(key, tokens.get(i + 2));
                }
                i += 2;
            }
        }
        return name.isEmpty() ? Optional.empty() : Optional.of(new Method(name, result, pairs, comment.toString()));
    }

    /** Words, quoted strings, comments and equal signs, divided at semicolons. */
    private static final class Tokens {
        private final String text;
        private int at;

        Tokens(String text) {
            this.text = text;
        }

        List<List<String>> parts() {
            List<List<String>> parts = new ArrayList<>();
            List<String> part = new ArrayList<>();
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c == ';') {
                    parts.add(part);
                    part = new ArrayList<>();
                    at++;
                } else if (Character.isWhitespace(c)) {
                    at++;
                } else {
                    part.add(token(c));
                }
            }
            parts.add(part);
            return parts;
        }

        private String token(char first) {
            return switch (first) {
                case '(' -> comment();
                case '"' -> quoted();
                case '=' -> {
                    at++;
                    yield "=";
                }
                default -> word();
            };
        }

        private String word() {
            int from = at;
            while (at < text.length()
                    && "=;(\"".indexOf(text.charAt(at)) < 0
                    && !Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return text.substring(from, at);
        }

        private String quoted() {
            StringBuilder out = new StringBuilder();
            for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
                if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                    at++;
                }
                out.append(text.charAt(at));
            }
            at++;
            return out.toString();
        }

        private String comment() {
            StringBuilder out = new StringBuilder("(");
            int depth = 1;
            for (at++; at < text.length() && depth > 0; at++) {
                char c = text.charAt(at);
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                if (c == '\\' && at + 1 < text.length()) {
                    at++;
                }
                out.append(text.charAt(at));
            }
            return out.toString();
        }
    }
}
