package tributary.connector.email.address;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Subjects of answers and forwards, and what they have in common with the subject they began with. */
public final class SubjectLine {
    private static final String COUNT = "\\s*+(?:\\[\\d{1,3}]|\\(\\d{1,3}\\))?+\\s*+[:：]\\s*+";
    private static final Pattern ANSWER =
            Pattern.compile("\\s*+(?:re|aw|sv|vs|antw|回复|答复|答覆|回覆|回復|自动回复|自動回覆)" + COUNT, Pattern.CASE_INSENSITIVE);
    private static final Pattern ANY = Pattern.compile(
            "\\s*+(?:re|aw|sv|vs|antw|回复|答复|答覆|回覆|回復|自动回复|自動回覆|fwd?|wg|tr|rv|转发|轉發|转寄|轉寄)" + COUNT,
            Pattern.CASE_INSENSITIVE);
    private static final Pattern MARK =
            Pattern.compile("\\s?\\[#\\d{1,18}(?:-[a-z2-7]{4})?]", Pattern.CASE_INSENSITIVE);

    private SubjectLine() {}

    /** The subject without the words that mail programs put before it, without our mark, and with single spaces. */
    public static String normalised(String subject) {
        String unmarked = MARK.matcher(subject).replaceAll("");
        return without(ANY, unmarked).replaceAll("\\s++", " ").strip();
    }

    /** The subject of an answer: {@code Re: } once, whatever the words for it were. Forwards stay visible. */
    public static String reply(String subject) {
        return ("Re: " + without(ANSWER, subject)).strip();
    }

    private static String without(Pattern prefix, String subject) {
        Matcher matcher = prefix.matcher(subject);
        int from = 0;
        while (matcher.region(from, subject.length()).lookingAt()) {
            from = matcher.end();
        }
        return subject.substring(from).strip();
    }
}
