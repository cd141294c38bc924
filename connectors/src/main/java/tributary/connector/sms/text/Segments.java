package tributary.connector.sms.text;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts in which a text travels (3GPP TS 23.040, section 9.2.3.24.1). A pair of escape and character, and a pair of
 * surrogates, are never cut.
 *
 * @param encoding which alphabet the whole text needs
 * @param units septets or UTF-16 code units of the whole text, without headers
 * @param parts the pieces, in order; never empty, one empty piece for an empty text
 */
public record Segments(Encoding encoding, int units, List<String> parts) {

    /** More parts than one octet can number cannot be put together again. */
    public static final int MOST_PARTS = 255;

    public Segments {
        parts = List.copyOf(parts);
    }

    /** Cuts a text as it stands; see {@link #normal}. */
    public static Segments of(String text) {
        return of(text, Gsm7.covers(text) ? Encoding.GSM7 : Encoding.UCS2);
    }

    /** Cuts a text that this encoding covers. */
    public static Segments of(String text, Encoding encoding) {
        int units = units(encoding, text, 0, text.length());
        return units <= encoding.single
                ? new Segments(encoding, units, List.of(text))
                : new Segments(encoding, units, cut(encoding, text));
    }

    /** Composed characters (NFC), line feeds only, no U+0000: what is shown is the same, what is sent is often shorter. */
    public static String normal(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .replace("\r\n", "\n")
                .replace('\r', '\n')
                .replace("\u0000", "");
    }

    public int count() {
        return parts.size();
    }

    /** How many more units the last part takes. */
    public int left() {
        String last = parts.get(parts.size() - 1);
        int capacity = parts.size() == 1 ? encoding.single : encoding.part;
        return capacity - units(encoding, last, 0, last.length());
    }

    private static List<String> cut(Encoding encoding, String text) {
        List<String> parts = new ArrayList<>();
        int begin = 0;
        int used = 0;
        int at = 0;
        while (at < text.length()) {
            int step = pair(text, at) ? 2 : 1;
            int units = units(encoding, text, at, at + step);
            if (used + units > encoding.part) {
                parts.add(text.substring(begin, at));
                begin = at;
                used = 0;
            }
            used += units;
            at += step;
        }
        parts.add(text.substring(begin));
        return parts;
    }

    private static boolean pair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    private static int units(Encoding encoding, String text, int from, int to) {
        if (encoding == Encoding.UCS2) {
            return to - from;
        }
        int units = 0;
        for (int i = from; i < to; i++) {
            units += Gsm7.septets(text.charAt(i));
        }
        return units;
    }

    /** What a part holds, alone and with the six octets of a header before it. */
    public enum Encoding {
        GSM7(160, 153),
        UCS2(70, 67);

        private final int single;
        private final int part;

        Encoding(int single, int part) {
            this.single = single;
            this.part = part;
        }
    }
}
