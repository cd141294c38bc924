package tributary.connector.email.mime.value;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Text of header values: encoded-words (RFC 2047) and raw octets above 127, tolerantly. Words are joined as octets
 * before they are decoded, because senders cut within a character. Takes: words within quotes, glued to text, longer
 * than 75, with blanks in their base64, with a language suffix, without the last {@code ?=}. Pure, linear.
 *
 * @param ladder how to decode octets
 * @param charset that of the mail's body, for raw octets; may be empty
 */
public record HeaderText(CharsetLadder ladder, String charset) {
    private static final int LONGEST_CHARSET = 60;

    /** Decodes a value of which each character is an octet; control characters become blanks. */
    public String decode(String octets) {
        return new Decoding(octets).run();
    }

    /**
     * Raw octets as UTF-8, else in the charset of the body, else in GB18030 if they come in its pairs or the mail is
     * Chinese, else what the ladder gives.
     */
    public String raw(byte[] octets) {
        CharsetLadder.Decoded first = ladder.decode(octets, charset);
        return first.guessed() && inPairs(octets)
                ? new CharsetLadder(true, ladder.traditional())
                        .decode(octets, charset)
                        .text()
                : first.text();
    }

    /** A lone octet above 127 is an accented letter, never a Chinese character of GB 2312. */
    private static boolean inPairs(byte[] octets) {
        int run = 0;
        for (byte octet : octets) {
            if (octet < 0) {
                run++;
            } else if (run % 2 == 1) {
                return false;
            } else {
                run = 0;
            }
        }
        return run % 2 == 0;
    }

    /** One walk over one value. */
    private final class Decoding {
        private final String in;
        private final StringBuilder out = new StringBuilder();
        private final ByteArrayOutputStream word = new ByteArrayOutputStream();
        private final StringBuilder sextets = new StringBuilder();
        private String wordCharset = "";
        private boolean afterWord;
        private int closing = -1;

        private Decoding(String in) {
            this.in = in;
        }

        private String run() {
            int from = 0;
            int at = in.indexOf("=?");
            while (at >= 0) {
                int end = word(from, at);
                if (end > 0) {
                    from = end;
                }
                at = in.indexOf("=?", end > 0 ? end : at + 2);
            }
            literal(in.substring(from));
            return clean(out);
        }

        /** Reads the word at {@code at}; gives where it ends, or 0 if there is none. */
        private int word(int from, int at) {
            int charsetEnd = in.indexOf('?', at + 2);
            if (charsetEnd < 0
                    || charsetEnd - at - 2 > LONGEST_CHARSET
                    || charsetEnd + 2 >= in.length()
                    || in.charAt(charsetEnd + 2) != '?') {
                return 0;
            }
            char encoding = Character.toLowerCase(in.charAt(charsetEnd + 1));
            String name = in.substring(at + 2, charsetEnd);
            if ((encoding != 'b' && encoding != 'q') || name.isBlank() || name.indexOf(' ') >= 0) {
                return 0;
            }
            String between = in.substring(from, at);
            if (!afterWord || !between.isBlank()) {
                literal(between);
            }
            int data = charsetEnd + 3;
            int end = end(data);
            content(name, encoding, in.substring(data, end));
            afterWord = true;
            return in.startsWith("?=", end) ? end + 2 : end;
        }

        /** Where the word's data end: before its {@code ?=}, or, if that is missing, before the next word. */
        private int end(int data) {
            if (closing < data && closing != in.length()) {
                int found = in.indexOf("?=", data);
                closing = found < 0 ? in.length() : found;
            }
            for (int i = data; i + 2 < closing; i++) {
                if (in.charAt(i) == ' ' && in.charAt(i + 1) == '=' && in.charAt(i + 2) == '?') {
                    return i;
                }
            }
            return closing;
        }

        private void content(String name, char encoding, String data) {
            if (!CharsetNames.normal(name).equals(CharsetNames.normal(wordCharset))) {
                flush();
                wordCharset = name;
            }
            if (encoding == 'q') {
                flushSextets();
                quotedPrintable(data);
            } else {
                sextets.append(data);
                if (data.endsWith("=") || Base64Octets.complete(sextets)) {
                    flushSextets();
                }
            }
        }

        private void quotedPrintable(String data) {
            for (int i = 0; i < data.length(); i++) {
                char c = data.charAt(i);
                int high = c == '=' && i + 2 < data.length() ? Character.digit(data.charAt(i + 1), 16) : -1;
                int low = high >= 0 ? Character.digit(data.charAt(i + 2), 16) : -1;
                if (low >= 0) {
                    word.write(high << 4 | low);
                    i += 2;
                } else {
                    word.write(c == '_' ? ' ' : c);
                }
            }
        }

        private void flushSextets() {
            word.writeBytes(Base64Octets.decode(sextets));
            sextets.setLength(0);
        }

        private void flush() {
            flushSextets();
            if (word.size() > 0) {
                out.append(ladder.decode(word.toByteArray(), wordCharset).text());
                word.reset();
            }
            wordCharset = "";
        }

        private void literal(String text) {
            flush();
            afterWord = false;
            boolean ascii = text.chars().allMatch(c -> c < 128);
            out.append(ascii ? text : raw(text.getBytes(StandardCharsets.ISO_8859_1)));
        }

        private static String clean(StringBuilder text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isISOControl(text.charAt(i))) {
                    text.setCharAt(i, ' ');
                }
            }
            return text.toString().strip();
        }
    }
}
