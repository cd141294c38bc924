package tributary.connector.email.reply;

import java.util.Optional;
import tributary.connector.email.reply.Phrases.Field;

/**
 * The copied header of a mail that another one passes on, as mail programs write it: below "Forwarded message", or below
 * any words if the subject says that the mail is a forward.
 *
 * @param from the value of its first line that names an author, as written
 * @param subject the value of its subject; empty if there is none
 * @param body the words below the header, without marks of quotation
 */
public record ForwardedHeader(String from, String subject, String body) {

    /** Finds the topmost one; linear in the text, of which the first {@value Lines#LIMIT} lines are looked at. */
    public static Optional<ForwardedHeader> find(String text, String subject) {
        boolean passedOn = Separators.forwardSubject(subject);
        Lines lines = new Lines(text);
        for (int at = 0; at < lines.size(); at++) {
            passedOn |= Separators.forward(lines.words(at));
            int end = passedOn ? HeaderBlock.end(lines, at) : at;
            if (end > at) {
                return read(text, lines, at, end);
            }
        }
        return Optional.empty();
    }

    private static Optional<ForwardedHeader> read(String text, Lines lines, int from, int end) {
        String author = "";
        String subject = "";
        for (int at = from; at < end; at++) {
            if (author.isEmpty() && HeaderBlock.names(lines.words(at), Field.FROM)) {
                author = value(text, lines, at, end);
            } else if (subject.isEmpty() && HeaderBlock.names(lines.words(at), Field.SUBJECT)) {
                subject = value(text, lines, at, end);
            }
        }
        return author.isEmpty()
                ? Optional.empty()
                : Optional.of(new ForwardedHeader(author, subject, body(text, lines, end, lines.depth(from))));
    }

    /** What stands behind the label, and on the next line if that has no label of its own. */
    private static String value(String text, Lines lines, int at, int end) {
        String line = words(text, lines, at);
        boolean bar = line.startsWith("|");
        String value = line.substring(bar ? line.indexOf('|', 1) + 1 : colon(line) + 1);
        boolean goesOn = at + 1 < end && !HeaderBlock.labelled(lines.words(at + 1)) && !lines.blank(at + 1);
        String whole = goesOn ? value + ' ' + words(text, lines, at + 1) : value;
        return whole.replaceAll("[|*\\p{Cf}\\s\u00a0\u3000]+", " ").strip();
    }

    private static int colon(String line) {
        int plain = line.indexOf(':');
        int wide = line.indexOf('\uff1a');
        return plain < 0 ? wide : wide < 0 ? plain : Math.min(plain, wide);
    }

    private static String body(String text, Lines lines, int end, int depth) {
        if (end >= lines.size()) {
            return "";
        }
        if (depth == 0) {
            return text.substring(lines.get(end).from()).strip();
        }
        StringBuilder body = new StringBuilder();
        for (int at = end; at < lines.size(); at++) {
            body.append(words(text, lines, at)).append('\n');
        }
        return body.toString().strip();
    }

    /** A line as written, without the marks of its quotation. */
    private static String words(String text, Lines lines, int at) {
        String line = text.substring(lines.get(at).from(), lines.get(at).to());
        return lines.depth(at) == 0
                ? line.strip()
                : line.replaceFirst("^(?: {0,3}>){1,50} ?", "").stripTrailing();
    }
}
