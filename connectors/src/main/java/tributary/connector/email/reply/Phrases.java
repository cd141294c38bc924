package tributary.connector.email.reply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables of {@code phrases.txt}, and one matcher that finds their phrases: a trie walked from each position, so
 * that its work is bounded by the length of the line times that of the longest phrase.
 */
final class Phrases {
    /** The tables, read once. */
    static final Phrases TABLES = new Phrases();

    /** Kinds that are searched for within a line. */
    enum Word {
        VERB,
        STARTER,
        MONTH,
        WEEKDAY,
        PRONOUN,
        ARTICLE,
        MOBILE,
        MOBILE_WEAK,
        DEVICE,
        CARD
    }

    /** What a label of a header block stands for. */
    enum Field {
        FROM,
        DATE,
        TO,
        CC,
        SUBJECT
    }

    /** One reading of a label: the same word may be a label in many languages. */
    record Label(String language, Field field) {}

    /** A phrase found in a line. */
    record Hit(Word word, int from, int to) {}

    /** All phrases found, in order, and how many characters were compared for it. */
    record Hits(List<Hit> list, long steps) {
        boolean any(Word word) {
            return list.stream().anyMatch(hit -> hit.word() == word);
        }

        boolean at(Word word, int from) {
            return list.stream().anyMatch(hit -> hit.word() == word && hit.from() == from);
        }

        List<Hit> of(Word word) {
            return list.stream().filter(hit -> hit.word() == word).toList();
        }
    }

    private static final class Node {
        private final Map<Character, Node> next = new HashMap<>();
        private final List<Word> words = new ArrayList<>();
    }

    private final Map<String, Set<String>> lists = new HashMap<>();
    private final Map<String, List<Label>> labels = new HashMap<>();
    private final Node root = new Node();

    private Phrases() {
        read().lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::take);
        for (Word word : Word.values()) {
            list(word.name().toLowerCase(Locale.ROOT).replace('_', '-')).forEach(phrase -> plant(phrase, word));
        }
    }

    /** Whether a whole string is a phrase of a kind. */
    boolean is(String kind, String phrase) {
        return list(kind).contains(phrase);
    }

    Set<String> list(String kind) {
        return lists.getOrDefault(kind, Set.of());
    }

    /** What a label may stand for; empty if it is none. */
    List<Label> labels(String label) {
        return labels.getOrDefault(label, List.of());
    }

    /** Finds every phrase that stands as a word of its own. */
    Hits in(String line) {
        List<Hit> hits = new ArrayList<>();
        long steps = 0;
        for (int from = 0; from < line.length(); from++) {
            if (from > 0 && glued(line.charAt(from - 1), line.charAt(from))) {
                steps++;
            } else {
                steps += walk(line, from, hits);
            }
        }
        return new Hits(hits, steps);
    }

    private int walk(String line, int from, List<Hit> hits) {
        int at = from;
        for (Node node = child(root, line, at); node != null; node = child(node, line, at)) {
            at++;
            if (!node.words.isEmpty() && (at == line.length() || !glued(line.charAt(at - 1), line.charAt(at)))) {
                for (Word word : node.words) {
                    hits.add(new Hit(word, from, at));
                }
            }
        }
        return at - from + 1;
    }

    private static @Nullable Node child(Node node, String line, int at) {
        return at < line.length() ? node.next.get(line.charAt(at)) : null;
    }

    /** Whether two neighbours belong to one word; scripts without spaces never do. */
    private static boolean glued(char left, char right) {
        return Character.isLetter(left) && Character.isLetter(right) && !dense(left) && !dense(right);
    }

    /** Whether a character is of a script that writes without spaces between words, or glues endings to names. */
    static boolean dense(char c) {
        boolean chinese = c >= '\u2e80' && c < '\ua000';
        boolean korean = c >= '\uac00' && c < '\ud7b0';
        return chinese || korean || (c >= '\uf900' && c < '\ufb00');
    }

    private void take(String line) {
        int colon = line.indexOf(':');
        String kind = line.substring(0, colon).strip();
        for (String part : line.substring(colon + 1).split(";", -1)) {
            add(kind, part.strip());
        }
    }

    private void add(String kind, String phrase) {
        if (kind.startsWith("label ")) {
            String[] words = kind.split(" ", -1);
            Label label = new Label(words[1], Field.valueOf(words[2].toUpperCase(Locale.ROOT)));
            labels.computeIfAbsent(phrase, any -> new ArrayList<>()).add(label);
        } else {
            lists.computeIfAbsent(kind, any -> new HashSet<>()).add(phrase);
        }
    }

    private void plant(String phrase, Word word) {
        Node node = root;
        for (int i = 0; i < phrase.length(); i++) {
            node = node.next.computeIfAbsent(phrase.charAt(i), any -> new Node());
        }
        node.words.add(word);
    }

    private static String read() {
        try (InputStream in = Phrases.class.getResourceAsStream("phrases.txt")) {
            if (in == null) {
                throw new IllegalStateException("phrases.txt: expected beside " + Phrases.class.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
