package tributary.config.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tributary.config.text.Node.Mapping;
import tributary.config.text.Node.Scalar;
import tributary.config.text.Node.Sequence;

/**
 * Reads one YAML document into nodes. Scalars keep their text, so that YAML's own guesses ({@code yes}, {@code 010},
 * {@code 1.10}) never reach a value; aliases are refused, so that a file shows what it says.
 */
public final class YamlTree {
    private final YAMLParser parser;
    private final String file;
    private final List<String> problems = new ArrayList<>();

    private YamlTree(YAMLParser parser, String file) {
        this.parser = parser;
        this.file = file;
    }

    /** What a file holds, and a line for everything in it that is not acceptable as YAML. */
    public record Document(Mapping root, List<String> problems) {
        public Document {
            problems = List.copyOf(problems);
        }
    }

    /** @param file the file's name, for messages */
    public static Document read(String yaml, String file) {
        try (YAMLParser parser = new YAMLFactory().createParser(yaml)) {
            YamlTree tree = new YamlTree(parser, file);
            Mapping root = tree.document();
            return new Document(root, tree.problems);
        } catch (JsonProcessingException e) {
            return new Document(Mapping.EMPTY, List.of(syntaxProblem(e, file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the parser's excerpt: the line it did not understand may hold a secret. */
    private static String syntaxProblem(JsonProcessingException e, String file) {
        String first = e.getOriginalMessage().lines().findFirst().orElse("not readable");
        String line = e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr();
        return file + line + ": expected YAML, found an error: " + first;
    }

    private Mapping document() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            return Mapping.EMPTY;
        }
        Node root = node(first, "");
        if (parser.nextToken() != null) {
            problems.add(file + ": expected one YAML document, found another in line " + line());
        }
        if (root instanceof Mapping mapping) {
            return mapping;
        }
        if (root != Node.Absent.VALUE) {
            problems.add(file + ": expected a section with keys, found " + root.description());
        }
        return Mapping.EMPTY;
    }

    private Node node(JsonToken token, String path) throws IOException {
        if (parser.isCurrentAlias()) {
            problems.add(file + ": " + path + ": expected the value itself, found a YAML alias in line " + line());
            return Node.Absent.VALUE;
        }
        return switch (token) {
            case START_OBJECT -> mapping(path);
            case START_ARRAY -> sequence(path);
            case VALUE_NULL -> Node.Absent.VALUE;
            default -> new Scalar(parser.getText(), file, true);
        };
    }

    private Mapping mapping(String path) throws IOException {
        Map<String, Node> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            String below = path.isEmpty() ? key : path + "." + key;
            int line = line();
            Node value = node(parser.nextToken(), below);
            if (entries.putIfAbsent(key, value) != null) {
                problems.add(file + ": " + below + ": expected each key once, found it again in line " + line);
            }
        }
        return new Mapping(entries);
    }

    private Sequence sequence(String path) throws IOException {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(node(token, path + "[" + items.size() + "]"));
        }
        return new Sequence(items);
    }

    private int line() {
        return parser.currentTokenLocation().getLineNr();
    }
}
