package tributary.connector.email.send;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.EncoderUtil;
import org.apache.james.mime4j.codec.EncoderUtil.Usage;
import org.apache.james.mime4j.util.MimeUtil;
import org.jspecify.annotations.Nullable;
import tributary.connector.email.address.EmailAddress;

/** Texts of header fields: one line of visible characters, encoded words where they are not ASCII (RFC 2047), folded. */
final class HeaderText {
    private static final int LONGEST_WORD = 70;

    /** Line ends of every kind, other controls, marks of direction, and halves of characters. */
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cntrl}\\s\u0080-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\\p{Cs}]+");

    private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e]*");
    private static final Pattern LONG_WORD = Pattern.compile("[^ ]{" + LONGEST_WORD + ",}");

    private HeaderText() {}

    /** The text with each run of white space and invisible characters as one space. */
    static String clean(String text) {
        return INVISIBLE.matcher(text).replaceAll(" ").strip();
    }

    /** A free text such as a subject, as it follows {@code field: }. */
    static String text(String field, String text) {
        String line = clean(text);
        int used = field.length() + 2;
        return MimeUtil.fold(plain(line) ? line : encoded(line, Usage.TEXT_TOKEN, used), used);
    }

    /** A name and an address, or the address alone. */
    static String address(String field, String name, EmailAddress address) {
        String line = clean(name);
        if (line.isEmpty()) {
            return address.toString();
        }
        int used = field.length() + 2;
        String phrase =
                plain(line) ? EncoderUtil.encodeAddressDisplayName(line) : encoded(line, Usage.WORD_ENTITY, used);
        return MimeUtil.fold(phrase + " <" + address + '>', used);
    }

    /** Encoded words in quotes: no standard, but how mail programs of all ages write and read a file's name. */
    static String quotedWords(String name, int used) {
        return '"' + MimeUtil.fold(encoded(name, Usage.WORD_ENTITY, used), used) + '"';
    }

    /** Whether it can stand in a header as it is, and cannot be taken for an encoded word. */
    static boolean plain(String line) {
        return PLAIN.matcher(line).matches()
                && !line.contains("=?")
                && !LONG_WORD.matcher(line).find();
    }

    private static String encoded(String line, Usage usage, int used) {
        EncoderUtil.@Nullable Encoding shorter = null;
        return EncoderUtil.encodeEncodedWord(line, usage, used, StandardCharsets.UTF_8, shorter);
    }
}
