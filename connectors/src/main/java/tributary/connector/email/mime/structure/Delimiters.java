package tributary.connector.email.mime.structure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The multiparts that are open at some line of a mail, the outermost first. */
final class Delimiters {
    private static final int LONGEST = 1000;

    private final List<Open> open = new ArrayList<>();
    private final Set<String> lowered = new HashSet<>();

    /** A multipart that has begun and perhaps, by its last delimiter, ended. */
    static final class Open {
        private String boundary;
        private boolean hasParts;
        private boolean ended;

        private Open(String boundary) {
            this.boundary = boundary;
        }

        boolean ended() {
            return ended;
        }
    }

    /** A delimiter line: of which open multipart, whether it ends it, whether the case of letters was wrong. */
    record Match(int index, boolean ends, boolean repaired) {}

    int depth() {
        return open.size();
    }

    void push(String boundary) {
        open.add(new Open(boundary));
        lowered.add(boundary.toLowerCase(Locale.ROOT));
    }

    Open pop() {
        return open.remove(open.size() - 1);
    }

    private Open last() {
        return open.get(open.size() - 1);
    }

    /** Notes that a part began or the multipart ended. */
    void met(boolean ends) {
        last().hasParts = true;
        last().ended = ends;
    }

    /** Whether the innermost multipart has shown no part yet, so that its real delimiter may still have to be found. */
    boolean awaitsFirstPart() {
        return !open.isEmpty() && !last().hasParts;
    }

    /** Takes the delimiter that is there for the one that was announced. */
    void adopt(String line) {
        last().boundary = content(line);
        lowered.add(last().boundary.toLowerCase(Locale.ROOT));
    }

    Optional<Match> match(String line) {
        if (open.isEmpty() || !line.startsWith("--") || line.length() > LONGEST) {
            return Optional.empty();
        }
        String content = content(line);
        Optional<Match> match = whole(content);
        int blank = content.indexOf(' ');
        return match.isPresent() || blank <= 0 ? match : whole(content.substring(0, blank));
    }

    private Optional<Match> whole(String content) {
        boolean ends = content.endsWith("--") && content.length() > 2;
        String shorter = ends ? content.substring(0, content.length() - 2).stripTrailing() : content;
        return find(content, false, false)
                .or(() -> ends ? find(shorter, true, false) : Optional.empty())
                .or(() -> find(content, false, true))
                .or(() -> ends ? find(shorter, true, true) : Optional.empty());
    }

    /** The innermost that has not ended; only if all have, one that has: more parts may follow a false end. */
    private Optional<Match> find(String boundary, boolean ends, boolean anyCase) {
        if (boundary.isEmpty() || !lowered.contains(boundary.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        int found = -1;
        for (int i = open.size() - 1; i >= 0; i--) {
            Open candidate = open.get(i);
            boolean same =
                    anyCase ? candidate.boundary.equalsIgnoreCase(boundary) : candidate.boundary.equals(boundary);
            if (same && !candidate.ended) {
                return Optional.of(new Match(i, ends, anyCase));
            }
            found = same && found < 0 ? i : found;
        }
        return found < 0 ? Optional.empty() : Optional.of(new Match(found, ends, anyCase));
    }

    private static String content(String line) {
        return line.substring(2).stripTrailing();
    }
}
