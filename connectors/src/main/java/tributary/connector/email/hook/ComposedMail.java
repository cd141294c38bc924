package tributary.connector.email.hook;

import io.vertx.core.buffer.Buffer;
import jakarta.activation.DataHandler;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mail put together again from what a provider took apart: its own header fields, texts and files. */
final class ComposedMail {

    /** What describes the parts is written anew. */
    private static final Set<String> OURS =
            Set.of("content-type", "content-transfer-encoding", "content-disposition", "mime-version");

    private static final Pattern FOLD = Pattern.compile("\\R\\s*");
    private static final Pattern NOT_ASCII = Pattern.compile("[^\\x00-\\x7f]+(?: +[^\\x00-\\x7f]+)*");

    private final MimeMessage message = new Kept();
    private final List<MimeBodyPart> files = new ArrayList<>();
    private String text = "";
    private String html = "";

    /** Adds a header field as the sender wrote it. */
    ComposedMail header(String name, String value) {
        try {
            String lower = name.toLowerCase(Locale.ROOT);
            if (name.matches("[\\x21-\\x39\\x3b-\\x7e]{1,200}") && !OURS.contains(lower)) {
                message.addHeader(
                        name, encoded(FOLD.matcher(value).replaceAll(" ").strip()));
            }
            return this;
        } catch (MessagingException e) {
            throw new MalformedPostException("expected header fields");
        }
    }

    /** Words that are not ASCII, and nothing around them, as encoded words (RFC 2047). */
    private static String encoded(String line) {
        return NOT_ASCII.matcher(line).replaceAll(words -> Matcher.quoteReplacement(word(words.group())));
    }

    private static String word(String words) {
        try {
            return MimeUtility.encodeWord(words, "UTF-8", "B");
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("every Java has UTF-8", e);
        }
    }

    ComposedMail text(String words) {
        text = words;
        return this;
    }

    ComposedMail html(String page) {
        html = page;
        return this;
    }

    /** @param contentId without angle brackets; empty if the HTML does not show the file */
    ComposedMail file(String name, String type, String contentId, byte[] bytes) {
        try {
            MimeBodyPart part = new MimeBodyPart();
            String known = type.matches("[\\w.+-]{1,60}/[\\w.+-]{1,100}(?:;.*)?") ? type : "application/octet-stream";
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, known)));
            part.setFileName(encoded(name));
            part.setDisposition(contentId.isEmpty() ? "attachment" : "inline");
            if (!contentId.isEmpty()) {
                part.setContentID('<' + contentId + '>');
            }
            part.setHeader("Content-Transfer-Encoding", "base64");
            files.add(part);
            return this;
        } catch (MessagingException e) {
            throw new MalformedPostException("expected a file");
        }
    }

    Buffer bytes() {
        try {
            message.setContent(whole());
            message.saveChanges();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            message.writeTo(out);
            return Buffer.buffer(out.toByteArray());
        } catch (MessagingException | IOException e) {
            throw new MalformedPostException("expected a mail");
        }
    }

    private MimeMultipart whole() throws MessagingException {
        MimeMultipart texts = new MimeMultipart("alternative");
        texts.addBodyPart(part(text, "plain"));
        if (!html.isEmpty()) {
            texts.addBodyPart(part(html, "html"));
        }
        if (files.isEmpty()) {
            return texts;
        }
        MimeMultipart all = new MimeMultipart("related");
        MimeBodyPart body = new MimeBodyPart();
        body.setContent(texts);
        all.addBodyPart(body);
        for (MimeBodyPart file : files) {
            all.addBodyPart(file);
        }
        return all;
    }

    private static MimeBodyPart part(String words, String kind) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(words, "utf-8", kind);
        part.setHeader("Content-Transfer-Encoding", "base64");
        return part;
    }

    /** Keeps the sender's Message-ID, or none: a library's invention must not pass for the sender's. */
    private static final class Kept extends MimeMessage {
        Kept() {
            super(Session.getInstance(new Properties()));
        }

        @Override
        protected void updateMessageID() {}
    }
}
