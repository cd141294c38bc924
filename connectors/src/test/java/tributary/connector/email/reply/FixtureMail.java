package tributary.connector.email.reply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;

/**
 * A mail of {@code /mail} and the reply it is known to hold: one line of {@code fixtures.tsv}.
 *
 * @param file below {@code /mail}
 * @param how {@code lines}, {@code file} or {@code text}
 */
record FixtureMail(String file, String language, String how, String value) {

    /** The text and the HTML of a mail. */
    record Body(String text, Optional<String> html) {}

    static List<FixtureMail> all() {
        return lines("/tributary/connector/email/reply/fixtures.tsv")
                .map(line -> line.split("\t", -1))
                .map(cells -> new FixtureMail(cells[0], cells[1], cells[2], cells[3]))
                .toList();
    }

    /** The lines of a resource without remarks. */
    static Stream<String> lines(String resource) {
        return lines(resource, line -> !line.isBlank() && !line.startsWith("#"));
    }

    static Stream<String> lines(String resource, Predicate<String> wanted) {
        return read(resource).lines().filter(wanted);
    }

    String folder() {
        return file.substring(0, file.indexOf('/'));
    }

    ReplySpans spans() {
        Body body = body();
        return ReplyText.spans(body.text(), body.html(), "");
    }

    /** The known reply; what is shown of a mail without one is all of it. */
    String expected() {
        return switch (how) {
            case "lines" -> ofLines(body().text().lines().toList());
            case "file" -> read("/mail/" + value);
            default -> value.equals("none") ? body().text() : value.replace("\\n", "\n");
        };
    }

    Body body() {
        if (file.endsWith(".eml")) {
            return ofMessage();
        }
        String source = read("/mail/" + file);
        return file.endsWith(".html")
                ? new Body(rendered(source), Optional.of(source))
                : new Body(source, Optional.empty());
    }

    private String ofLines(List<String> all) {
        return Arrays.stream(value.split(",", -1))
                .flatMapToInt(FixtureMail::range)
                .mapToObj(number -> all.get(number - 1))
                .collect(Collectors.joining("\n"));
    }

    private static IntStream range(String range) {
        int dash = range.indexOf('-');
        return dash < 0
                ? IntStream.of(Integer.parseInt(range))
                : IntStream.rangeClosed(
                        Integer.parseInt(range.substring(0, dash)), Integer.parseInt(range.substring(dash + 1)));
    }

    private Body ofMessage() {
        try (InputStream in = open("/mail/" + file)) {
            Entity message = new DefaultMessageBuilder().parseMessage(in);
            return new Body(part(message, "text/plain").orElse(""), part(message, "text/html"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> part(Entity entity, String type) throws IOException {
        if (entity.getBody() instanceof Multipart parts) {
            for (Entity part : parts.getBodyParts()) {
                Optional<String> found = part(part, type);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return entity.getBody() instanceof TextBody body && entity.getMimeType().equals(type)
                ? Optional.of(new String(body.getInputStream().readAllBytes(), Charset.forName(body.getMimeCharset())))
                : Optional.empty();
    }

    /** A plain text of HTML, no finer than a test needs. */
    static String rendered(String html) {
        Document document = Jsoup.parse(html);
        document.select("head, style").remove();
        document.select("br").after("\u0001");
        document.select("p, div, hr, blockquote, tr").before("\u0001").after("\u0001");
        return document.body()
                .text()
                .replace(" \u0001", "\u0001")
                .replace("\u0001 ", "\u0001")
                .replace('\u0001', '\n');
    }

    private static String read(String resource) {
        try (InputStream in = open(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String resource) {
        InputStream in = FixtureMail.class.getResourceAsStream(resource);
        if (in == null) {
            throw new IllegalArgumentException(resource + ": expected on the class path");
        }
        return in;
    }
}
