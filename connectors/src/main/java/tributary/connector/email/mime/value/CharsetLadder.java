package tributary.connector.email.mime.value;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Octets to text when the charset may be wrong, unknown or not given. The rungs: a byte order mark; UTF-8 with
 * multi-byte sequences, whatever is declared; the declared charset without errors; the declared one with very few;
 * GB18030 or Big5 if the mail is Chinese; code page 1252; replacement characters. Pure.
 *
 * @param chinese whether other signs in the mail say Chinese in GB
 * @param traditional whether they say Chinese in Big5
 */
public record CharsetLadder(boolean chinese, boolean traditional) {
    /** Without a hint. */
    public static final CharsetLadder PLAIN = new CharsetLadder(false, false);

    /** At most one of so many characters may be wrong for a declared charset to be believed. */
    private static final int WRONG_ONE_OF = 40;

    /** @param guessed whether the charset had to be guessed, or characters are lost */
    public record Decoded(String text, boolean guessed) {}

    /** Decodes; {@code declared} is the charset's name as sent, or empty. */
    public Decoded decode(byte[] octets, String declared) {
        String name = CharsetNames.normal(declared);
        Optional<Decoded> marked = byMark(octets);
        if (marked.isPresent()) {
            return marked.get();
        }
        if (name.equals("utf7") || name.equals("unicode11utf7")) {
            return new Decoded(SevenBit.utf7(octets), false);
        }
        if (name.equals("hzgb2312") || name.equals("hz")) {
            return decode(SevenBit.hz(octets), "gb18030");
        }
        List<Charset> charsets = CharsetNames.of(declared);
        boolean ascii = isAscii(octets);
        if (ascii && charsets.stream().noneMatch(CharsetLadder::reusesAscii)) {
            return new Decoded(new String(octets, StandardCharsets.US_ASCII), false);
        }
        return ascii ? declared(octets, charsets).orElseGet(() -> guess(octets)) : eightBit(octets, charsets);
    }

    private Decoded eightBit(byte[] octets, List<Charset> charsets) {
        boolean several = charsets.stream().anyMatch(charset -> maxBytes(charset) > 1);
        if (looksLikeUtf8(octets, several)) {
            boolean wrong = !charsets.contains(StandardCharsets.UTF_8);
            return new Decoded(new String(octets, StandardCharsets.UTF_8), wrong);
        }
        return declared(octets, charsets).orElseGet(() -> guess(octets));
    }

    private static Optional<Decoded> declared(byte[] octets, List<Charset> charsets) {
        List<Decoded> imperfect = new ArrayList<>();
        for (Charset charset : charsets) {
            if (charset.equals(StandardCharsets.US_ASCII)) {
                continue;
            }
            Attempt attempt = attempt(octets, charset);
            if (attempt.wrong() == 0) {
                return Optional.of(new Decoded(attempt.text(), false));
            }
            boolean single = maxBytes(charset) == 1;
            if (single
                    || (long) attempt.wrong() * WRONG_ONE_OF <= attempt.text().length() + WRONG_ONE_OF) {
                imperfect.add(new Decoded(attempt.text(), true));
            }
        }
        return imperfect.stream().findFirst();
    }

    private Decoded guess(byte[] octets) {
        List<String> rungs = new ArrayList<>();
        if (traditional) {
            rungs.add("Big5-HKSCS");
        }
        if (chinese || traditional) {
            rungs.add("GB18030");
            rungs.add("Big5-HKSCS");
        }
        for (String rung : rungs) {
            Attempt attempt = attempt(octets, Charset.forName(rung));
            if ((long) attempt.wrong() * WRONG_ONE_OF <= attempt.text().length()) {
                return new Decoded(attempt.text(), true);
            }
        }
        return new Decoded(attempt(octets, Charset.forName("windows-1252")).text(), true);
    }

    private static Optional<Decoded> byMark(byte[] octets) {
        if (octets.length >= 3 && at(octets, 0) == 0xef && at(octets, 1) == 0xbb && at(octets, 2) == 0xbf) {
            String text = new String(octets, 3, octets.length - 3, StandardCharsets.UTF_8);
            return Optional.of(new Decoded(text, false));
        }
        int first = octets.length >= 2 ? at(octets, 0) << 8 | at(octets, 1) : 0;
        if (first == 0xfeff || first == 0xfffe) {
            Charset order = first == 0xfeff ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
            return Optional.of(new Decoded(new String(octets, 2, octets.length - 2, order), false));
        }
        return Optional.empty();
    }

    private static boolean isAscii(byte[] octets) {
        for (byte octet : octets) {
            if (octet < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean reusesAscii(Charset charset) {
        return charset.name().contains("2022")
                || charset.name().startsWith("UTF-16")
                || charset.name().startsWith("UTF-32")
                || charset.name().startsWith("IBM");
    }

    /**
     * Whether octets are UTF-8. If a charset of several octets is declared, only sequences of three or more say so:
     * the two characters of "China Unicom" in GBK are well-formed UTF-8 by accident.
     */
    private static boolean looksLikeUtf8(byte[] octets, boolean longOnly) {
        int longer = 0;
        int shorter = 0;
        for (int i = 0; i < octets.length; i++) {
            int octet = at(octets, i);
            if (octet >= 0x80) {
                int more = octet >= 0xf0 ? 3 : octet >= 0xe0 ? 2 : 1;
                longer += more > 1 ? 1 : 0;
                shorter += more == 1 ? 1 : 0;
                i += more;
            }
        }
        return (longOnly ? longer > shorter : longer + shorter > 0)
                && attempt(octets, StandardCharsets.UTF_8).wrong() == 0;
    }

    private static int at(byte[] octets, int index) {
        return octets[index] & 0xff;
    }

    private static float maxBytes(Charset charset) {
        return charset.canEncode() ? charset.newEncoder().maxBytesPerChar() : 2;
    }

    /** @param wrong malformed or unmappable sequences, each a replacement character in the text */
    private record Attempt(String text, int wrong) {}

    private static Attempt attempt(byte[] octets, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(octets);
        CharBuffer out = CharBuffer.allocate((int) Math.ceil(octets.length * (double) decoder.maxCharsPerByte()) + 16);
        int wrong = 0;
        CoderResult result = decoder.decode(in, out, true);
        while (result.isError() && out.hasRemaining()) {
            wrong++;
            in.position(Math.min(in.limit(), in.position() + Math.max(1, result.length())));
            out.put('\uFFFD');
            result = decoder.decode(in, out, true);
        }
        decoder.flush(out);
        return new Attempt(out.flip().toString(), wrong);
    }
}
