package tributary.connector.email.auth.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** The header of a received mail, its bytes kept. */
public record RawHeader(List<RawField> fields) {
    public static final int MOST_BYTES = 256 * 1024;

    public RawHeader {
        fields = List.copyOf(fields);
    }

    /**
     * Reads up to the first empty line, or as many bytes as a header may have. Ends of lines may be CRLF or LF; a line
     * that is no field is left out.
     *
     * @param mail stands at the first byte of the body afterwards; should be buffered
     */
    public static RawHeader read(InputStream mail) throws IOException {
        List<StringBuilder> fields = new ArrayList<>();
        int left = MOST_BYTES;
        while (left > 0) {
            String line = line(mail, left);
            if (line.isEmpty()) {
                break;
            }
            left -= line.length() + 1;
            boolean continued = line.charAt(0) == ' ' || line.charAt(0) == '\t';
            if (continued && !fields.isEmpty()) {
                fields.get(fields.size() - 1).append("\r\n").append(line);
            } else if (line.indexOf(':') > 0) {
                fields.add(new StringBuilder(line));
            }
        }
        return new RawHeader(fields.stream().map(RawHeader::field).toList());
    }

    private static String line(InputStream mail, int most) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = mail.read();
        while (next >= 0 && next != '\n' && line.length() < most) {
            line.append((char) next);
            next = mail.read();
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }

    private static RawField field(StringBuilder raw) {
        String text = raw.toString();
        return new RawField(text.substring(0, text.indexOf(':')).strip(), text);
    }

    /** All of a name, from the top. */
    public List<RawField> all(String name) {
        return fields.stream().filter(field -> field.is(name)).toList();
    }
}
