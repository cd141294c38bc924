package tributary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static tributary.config.Configuration.problems;
import static tributary.config.Configuration.yaml;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordsTest {
    enum Mode {
        OFF,
        LOG_ONLY
    }

    record Everything(
            String text,
            boolean flag,
            int whole,
            long large,
            double part,
            Integer boxed,
            Mode mode,
            Duration wait_,
            DataSize maxBody,
            Rate rate,
            Secret password,
            URI uri,
            Path path,
            Locale locale,
            ZoneId zone,
            Optional<String> maybe,
            List<Integer> numbers,
            Map<String, String> labels,
            Http http,
            List<Http> listeners) {}

    record Http(String host, int port) {
        Http {
            host = host == null ? "127.0.0.1" : host;
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port: expected 0 to 65535, found " + port);
            }
        }
    }

    record Root(Http http) {}

    record Chat(Duration idleTimeout, DataSize max, Rate rate, boolean on, int port, Mode mode, List<String> sites) {}

    @Test
    void readsEveryType() {
        Everything read = yaml("""
                text: 010
                flag: true
                whole: 8080
                large: 3000000000
                part: 0.5
                boxed: 7
                mode: log-only
                wait: 250ms
                max-body: 25MiB
                rate: 60/1m
                password: hunter2
                uri: http://example.com/
                path: ./data
                locale: zh-CN
                zone: Asia/Shanghai
                maybe: here
                numbers: [1, 2]
                labels: { a-b: c }
                http: { port: 80 }
                listeners: [{ port: 81 }, { port: 82 }]
                """).read(Everything.class);

        assertThat(read)
                .isEqualTo(new Everything(
                        "010",
                        true,
                        8080,
                        3_000_000_000L,
                        0.5,
                        7,
                        Mode.LOG_ONLY,
                        Duration.ofMillis(250),
                        DataSize.ofMebibytes(25),
                        new Rate(60, Duration.ofMinutes(1)),
                        new Secret("hunter2"),
                        URI.create("http://example.com/"),
                        Path.of("./data"),
                        Locale.SIMPLIFIED_CHINESE,
                        ZoneId.of("Asia/Shanghai"),
                        Optional.of("here"),
                        List.of(1, 2),
                        Map.of("a-b", "c"),
                        new Http("127.0.0.1", 80),
                        List.of(new Http("127.0.0.1", 81), new Http("127.0.0.1", 82))));
    }

    @Test
    void givesTheConstructorNullOrZeroForWhatIsMissing() {
        Everything read = yaml("text:\n").read(Everything.class);

        assertThat(read)
                .isEqualTo(new Everything(
                        null,
                        false,
                        0,
                        0,
                        0,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        Optional.empty(),
                        null,
                        Map.of(),
                        null,
                        null));
    }

    @Test
    void namesTheNearestKeyOfAnUnknownOne() {
        assertThat(problems(yaml("http: { prot: 8081 }"), Root.class))
                .containsExactly(
                        "config/etc/tributary.yaml: http.prot: unknown key, found \"8081\"; did you mean http.port?");
    }

    @Test
    void listsTheKnownKeysWhenNoneIsNear() {
        assertThat(problems(yaml("http: { colour: red }"), Root.class))
                .containsExactly("config/etc/tributary.yaml: http.colour: unknown key; known keys here: host, port");
    }

    @Test
    void refusesAnUnknownSectionAndAnUnknownKeyWithoutAValue() {
        assertThat(problems(yaml("htttp: { port: 1 }\nhttp: { prt: }"), Root.class))
                .containsExactly(
                        "config/etc/tributary.yaml: htttp: unknown key, found a section with keys; did you mean http?",
                        "config/etc/tributary.yaml: http.prt: unknown key, found nothing; did you mean http.port?");
    }

    @Test
    void saysWhatWasExpectedAndFoundForEachWrongValue() {
        Settings settings = yaml("""
                idle-timeout: 30
                max: 25
                rate: 60
                on: yes
                port: 80a
                mode: log
                sites: https://a.example
                """);

        assertThat(problems(settings, Chat.class))
                .containsExactly(
                        "config/etc/tributary.yaml: idle-timeout: expected a duration such as \"30s\", found \"30\"",
                        "config/etc/tributary.yaml: max: expected a size such as \"25MiB\", found \"25\"",
                        "config/etc/tributary.yaml: rate: expected a rate such as \"60/1m\" or \"off\", found \"60\"",
                        "config/etc/tributary.yaml: on: expected true or false, found \"yes\"",
                        "config/etc/tributary.yaml: port: expected a whole number, found \"80a\"",
                        "config/etc/tributary.yaml: mode: expected one of off, log-only, found \"log\"",
                        "config/etc/tributary.yaml: sites: expected a list, found \"https://a.example\"");
    }

    @Test
    void saysWhenTheShapeIsWrong() {
        assertThat(problems(yaml("http: [1]"), Root.class))
                .containsExactly("config/etc/tributary.yaml: http: expected a section with keys, found a list");
        assertThat(problems(yaml("http: { port: { a: 1 } }"), Root.class))
                .containsExactly(
                        "config/etc/tributary.yaml: http.port: expected a single value, found a section with keys");
        assertThat(problems(yaml("sites: [a, [b]]"), Chat.class))
                .containsExactly("config/etc/tributary.yaml: sites[1]: expected a single value, found a list");
    }

    @Test
    void reportsARefusalOfTheRecordAtTheKeyItNames() {
        assertThat(problems(yaml("http: { port: 70000 }"), Root.class))
                .containsExactly("config/etc/tributary.yaml: http.port: expected 0 to 65535, found 70000");
    }

    record Range(int from, int to) {
        Range {
            if (from > to) {
                throw new IllegalArgumentException("expected from below to, found " + from + " and " + to);
            }
        }
    }

    record WithRange(Range range) {}

    @Test
    void reportsARefusalOfTheRecordAtItsPath() {
        assertThat(problems(yaml("range: { from: 2, to: 1 }"), WithRange.class))
                .containsExactly("config/etc/tributary.yaml: range: expected from below to, found 2 and 1");
        assertThat(problems(yaml("{ from: 2, to: 1 }"), Range.class))
                .containsExactly("config/etc/tributary.yaml: expected from below to, found 2 and 1");
    }

    @Test
    void doesNotAskARecordAboutValuesThatAreWrongAlready() {
        assertThat(problems(yaml("range: { from: 2, to: x }"), WithRange.class)).hasSize(1);
    }

    @Test
    void readsTheTextOfAQuotedNumberAsANumber() {
        assertThat(yaml("http: { port: \"8080\" }").read(Root.class).http().port())
                .isEqualTo(8080);
    }

    @Test
    void refusesToReadWhatIsNoRecord() {
        assertThatIllegalArgumentException().isThrownBy(() -> yaml("").read(String.class));
    }
}
