package tributary.connector.email.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.xml.parsers.DocumentBuilderFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** Every file of real and synthetic mail, and the results their projects state. */
class MailFixturesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where other projects decide otherwise, and why we do not. */
    private static final Map<String, String> OTHERWISE = Map.of(
            "mail-parser-rs/legacy/045", "a text described as a file is counted as a file here only",
            "mail-parser-rs/malformed/020", "of two renditions, one before the first delimiter, we show the other",
            "mail-parser-rs/malformed/017", "an image is a file here, also a body there",
            "mime4j/weird-boundary", "blanks behind a boundary are never part of it",
            "mime4j/very-long-boundary", "blanks behind a boundary are never part of it",
            "mime4j/boundary-name-clash", "the expected bodies are not decoded");

    @Test
    void readsEveryFileAlikeTwiceWithoutAnException() {
        List<String> paths = MailFixtures.all();
        Set<String> unreadable = new TreeSet<>();

        for (String path : paths) {
            byte[] octets = MailFixtures.octets(path);
            MailFixtures.Read first = MailFixtures.read(octets);
            MailFixtures.Read second = MailFixtures.read(octets);

            assertThat(second.mail()).as(path).isEqualTo(first.mail());
            assertThat(contents(second)).as(path).isEqualTo(contents(first));
            assertThat(first.mail().text().length()).as(path).isLessThanOrEqualTo(2 * octets.length + 1000);
            assertThat(written(octets)).as(path).isLessThanOrEqualTo(octets.length);
            if (first.mail().problems().contains("unparsable")) {
                unreadable.add(path);
            }
        }

        assertThat(paths).hasSizeGreaterThan(660);
        assertThat(unreadable).isEmpty();
    }

    private static Map<String, String> contents(MailFixtures.Read read) {
        Map<String, String> contents = new TreeMap<>();
        read.files().forEach((path, file) -> contents.put(path, file.toString(StandardCharsets.ISO_8859_1)));
        return contents;
    }

    private static long written(byte[] octets) {
        try {
            return new MailReader(MailBounds.DEFAULT)
                            .read(
                                    new ByteArrayInputStream(octets),
                                    (path, name, type) -> OutputStream.nullOutputStream())
                            .parts()
                            .stream()
                            .mapToLong(MailPart::bytes)
                            .sum();
        } catch (IOException never) {
            throw new AssertionError(never);
        }
    }

    @TestFactory
    Stream<DynamicTest> synthetic() throws IOException {
        JsonNode expected = JSON.readTree(MailFixtures.octets("synthetic/expected.json"));
        return expected.properties().stream()
                .filter(entry -> entry.getKey().endsWith(".eml"))
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> synthetic(MailFixtures.fixture("synthetic/" + entry.getKey()), entry.getValue())));
    }

    private static void synthetic(MailFixtures.Read read, JsonNode expected) {
        ParsedMail mail = read.mail();
        if (expected.has("text")) {
            assertThat(mail.text()).isEqualTo(expected.get("text").asText());
        }
        if (expected.has("subject")) {
            assertThat(mail.subject()).isEqualTo(expected.get("subject").asText());
        }
        for (String kept : List.of("reply", "signature")) {
            assertThat(mail.text().lines())
                    .containsAll(expected.path(kept).asText().lines().toList());
        }
        if (expected.has("filename")) {
            assertThat(mail.parts())
                    .extracting(MailPart::name)
                    .containsExactly(expected.get("filename").asText());
        }
        if (expected.has("attachment")) {
            assertThat(read.named(expected.get("attachment").asText()))
                    .isEqualTo(expected.get("attachment_text").asText());
        }
        for (JsonNode file : expected.path("tnef_attachments")) {
            assertThat(read.named(file.get("name").asText()))
                    .isEqualTo(file.get("text").asText());
        }
        assertThat(mail.from()).isNotEmpty().allMatch(from -> from.address().contains("@"));
        assertThat(mail.messageId()).isPresent();
        assertThat(mail.date()).isPresent();
    }

    @TestFactory
    Stream<DynamicTest> asTheRustParserReadsThem() {
        return MailFixtures.all().stream()
                .filter(path -> path.startsWith("mail-parser-rs/") && path.endsWith(".json"))
                .map(path -> path.substring(0, path.length() - 5))
                .map(path -> DynamicTest.dynamicTest(path, () -> rust(path)));
    }

    private static void rust(String path) throws IOException {
        JsonNode expected = JSON.readTree(MailFixtures.octets(path + ".json"));
        MailFixtures.Read read = MailFixtures.fixture(path + ".eml");
        ParsedMail mail = read.mail();
        for (JsonNode field : expected.at("/parts/0/headers")) {
            header(field, mail);
        }
        unlessOtherwise(path, () -> bodies(expected, mail));
    }

    /** An exception that is none any more has to go. */
    private static void unlessOtherwise(String path, ThrowingCallable check) {
        if (OTHERWISE.containsKey(path)) {
            assertThatThrownBy(check).as(OTHERWISE.get(path)).isInstanceOf(AssertionError.class);
        } else {
            assertThatCode(check).doesNotThrowAnyException();
        }
    }

    private static void bodies(JsonNode expected, ParsedMail mail) {
        List<String> texts = StreamSupport.stream(expected.get("text_body").spliterator(), false)
                .map(index ->
                        expected.at("/parts/" + index.asInt() + "/body/Text").asText())
                .toList();
        for (String text : texts) {
            assertThat(blankless(mail.text())).contains(blankless(text));
        }
        long files = StreamSupport.stream(expected.get("attachments").spliterator(), false)
                .map(index -> expected.at("/parts/" + index.asInt() + "/body"))
                .filter(body -> body.has("Binary") || body.has("Message"))
                .count();
        assertThat(mail.parts()).hasSize((int) files);
    }

    private static void header(JsonNode field, ParsedMail mail) {
        JsonNode value = field.get("value");
        switch (field.get("name").asText()) {
            case "subject" -> {
                String subject = value.path("Text").asText();
                if (!subject.contains("\uFFFD")) {
                    assertThat(mail.subject()).isEqualTo(subject);
                }
            }
            case "from" -> addresses(value, mail.from());
            case "to" -> addresses(value, mail.to());
            case "cc" -> addresses(value, mail.cc());
            case "date" -> assertThat(mail.date()).contains(date(value.get("DateTime")));
            case "message_id" ->
                assertThat(mail.messageId()).contains(value.path("Text").asText());
            default -> {}
        }
    }

    private static void addresses(JsonNode value, List<MailAddress> found) {
        List<String> expected = new ArrayList<>();
        for (JsonNode address : value.at("/Address/List")) {
            expected.add(address.path("name").asText("").replace("null", "") + "|"
                    + address.path("address").asText("").replace("null", ""));
        }
        if (!expected.toString().contains("\uFFFD")) {
            assertThat(found).extracting(a -> a.name() + "|" + a.address()).isEqualTo(expected);
        }
    }

    private static Instant date(JsonNode date) {
        int minutes = date.get("tz_hour").asInt() * 60 + date.get("tz_minute").asInt();
        return OffsetDateTime.of(
                        date.get("year").asInt(),
                        date.get("month").asInt(),
                        date.get("day").asInt(),
                        date.get("hour").asInt(),
                        date.get("minute").asInt(),
                        date.get("second").asInt(),
                        0,
                        ZoneOffset.ofTotalSeconds(
                                60 * (date.get("tz_before_gmt").asBoolean() ? -minutes : minutes)))
                .toInstant();
    }

    @TestFactory
    Stream<DynamicTest> asTheStructuresOfMime4jSay() {
        List<String> all = MailFixtures.all();
        return all.stream()
                .filter(path -> path.startsWith("mime4j/") && path.endsWith(".xml"))
                .map(path -> path.substring(0, path.length() - 4))
                .filter(path -> all.contains(path + ".msg"))
                .map(path -> DynamicTest.dynamicTest(path, () -> mime4j(path)));
    }

    private static void mime4j(String path) throws Exception {
        MailFixtures.Read read = MailFixtures.fixture(path + ".msg");
        Document expected = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(MailFixtures.octets(path + ".xml")));
        StringBuilder found = new StringBuilder(read.mail().text());
        read.mail().html().ifPresent(found::append);
        read.files().values().forEach(file -> found.append(file.toString(StandardCharsets.UTF_8)));

        unlessOtherwise(path, () -> {
            NodeList bodies = expected.getElementsByTagName("body");
            for (int i = 0; i < bodies.getLength(); i++) {
                lines(bodies.item(i).getTextContent(), blankless(found.toString()));
            }
        });
    }

    /** Lines of plain ASCII, up to the first sign of quoted-printable. */
    private static void lines(String body, String found) {
        body.lines()
                .filter(line -> line.matches("[\\x20-\\x7e]*"))
                .map(line -> blankless(line.replaceAll("=$|=[0-9A-F]{2}.*", "")))
                .forEach(line -> assertThat(found).contains(line));
    }

    private static String blankless(String text) {
        return text.replaceAll("\\s+", "");
    }
}
