package tributary.connector.email.mime.value;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The label of an attached file: RFC 2183 section 2.3 and 2231, made harmless. Never a path to store at. Pure. */
public final class FileName {
    private static final int LONGEST = 200;
    private static final int LONGEST_EXTENSION = 20;
    private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul", "conin$", "conout$");

    private FileName() {}

    /** The name a part claims: filename*, else filename, else name*, else name; cleaned. */
    public static Optional<String> of(Parameters disposition, Parameters type, HeaderText text) {
        return named(disposition, "filename", text).or(() -> named(type, "name", text));
    }

    private static Optional<String> named(Parameters parameters, String name, HeaderText text) {
        return parameters
                .extended(name)
                .map(extended -> decoded(extended, text))
                .flatMap(FileName::clean)
                .or(() -> parameters.plain(name).map(text::decode).flatMap(FileName::clean));
    }

    /** Some senders put an encoded-word even there. */
    private static String decoded(Parameters.Extended extended, HeaderText text) {
        String octets = extended.octets();
        if (octets.startsWith("=?") || extended.charset().isEmpty()) {
            return text.decode(octets);
        }
        return text.ladder()
                .decode(octets.getBytes(StandardCharsets.ISO_8859_1), extended.charset())
                .text();
    }

    /** Takes the last element of a path, in NFC, without control and bidi characters, at most 200 octets of UTF-8. */
    public static Optional<String> clean(String name) {
        StringBuilder kept = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFC)
                .codePoints()
                .filter(c -> !invisible(c))
                .forEach(kept::appendCodePoint);
        String whole = kept.toString();
        String last = whole.substring(Math.max(whole.lastIndexOf('/'), whole.lastIndexOf('\\')) + 1)
                .strip();
        while (last.endsWith(".") || last.endsWith(" ")) {
            last = last.substring(0, last.length() - 1);
        }
        return last.isEmpty() || reserved(last) ? Optional.empty() : Optional.of(shortened(last));
    }

    private static boolean invisible(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.SURROGATE
                || c == 0x2028
                || c == 0x2029;
    }

    /** Names Windows keeps for devices, with any extension. */
    private static boolean reserved(String name) {
        int dot = name.indexOf('.');
        String stem = (dot < 0 ? name : name.substring(0, dot)).strip().toLowerCase(Locale.ROOT);
        boolean port = stem.length() == 4
                && (stem.startsWith("com") || stem.startsWith("lpt"))
                && "0123456789¹²³".indexOf(stem.charAt(3)) >= 0;
        return port || RESERVED.contains(stem);
    }

    private static String shortened(String name) {
        if (octets(name) <= LONGEST) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && octets(name.substring(dot)) <= LONGEST_EXTENSION ? name.substring(dot) : "";
        int room = LONGEST - octets(extension);
        StringBuilder stem = new StringBuilder();
        int used = 0;
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            String next = Character.toString(name.codePointAt(i));
            used += octets(next);
            if (used > room) {
                break;
            }
            stem.append(next);
        }
        return stem.append(extension).toString();
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
