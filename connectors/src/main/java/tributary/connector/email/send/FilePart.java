package tributary.connector.email.send;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.mail.MailAttachment;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A file as a MIME part. Its name is written twice: in {@code Content-Disposition} as RFC 2231 wants it, and in
 * {@code Content-Type} as encoded words for those who look only there (QQ Mail, Foxmail, Outlook).
 *
 * <p>White space in these fields is single, because the client hashes them for DKIM as they are.
 */
final class FilePart {
    /** Larger contents are streamed, so that encoding one does not hold up the event loop. */
    private static final int SMALL = 64 * 1024;

    private static final String ATTRIBUTE_CHARACTERS =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$&+-.^_`|~";

    private static final int LONGEST_NAME = 200;
    private static final Pattern TYPE =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}");
    private static final Pattern UNSAFE = Pattern.compile("[/\\\\\":*?<>|]");

    private FilePart() {}

    static MailAttachment of(MailFile file, Buffer content, boolean inline) {
        String name = name(file.name());
        MailAttachment part = MailAttachment.create()
                .setContentType(type(file.type()) + ";\r\n name=" + words(name))
                .setDisposition((inline ? "inline" : "attachment") + ";\r\n filename" + parameter(name));
        if (inline) {
            part.setContentId('<' + file.contentId().orElseThrow() + '>');
        }
        return content.length() <= SMALL
                ? part.setData(content)
                : part.setStream(new BufferStream(content)).setSize(content.length());
    }

    /** Multiparts and messages may not be Base64 (RFC 2046, section 5.2.1); they stay what they are: files. */
    private static String type(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        boolean file =
                TYPE.matcher(lower).matches() && !lower.startsWith("multipart/") && !lower.startsWith("message/");
        return file ? lower : "application/octet-stream";
    }

    /** Without what a file system or a header could stumble over; the extension survives. */
    static String name(String wanted) {
        String clean = UNSAFE.matcher(HeaderText.clean(wanted)).replaceAll("_");
        if (clean.isEmpty() || clean.equals(".") || clean.equals("..")) {
            return "attachment";
        }
        int dot = clean.lastIndexOf('.');
        String extension = dot > 0 && clean.length() - dot <= 20 ? clean.substring(dot) : "";
        String stem = clean.substring(0, clean.length() - extension.length());
        while (octets(stem) + octets(extension) > LONGEST_NAME) {
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        }
        return stem + extension;
    }

    private static String words(String name) {
        return HeaderText.plain(name) ? '"' + name + '"' : HeaderText.quotedWords(name, " name=\"".length());
    }

    private static String parameter(String name) {
        return HeaderText.plain(name) ? "=\"" + name + '"' : "*=UTF-8''" + percent(name);
    }

    /** The attribute characters of RFC 5987, which are those of RFC 2231 without its oddities; else {@code %XX}. */
    private static String percent(String name) {
        StringBuilder text = new StringBuilder();
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = ATTRIBUTE_CHARACTERS.indexOf(c) >= 0;
            text.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return text.toString();
    }

    private static int octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
