package tributary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.config.Configuration.problems;
import static tributary.config.Configuration.yaml;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    record Root(Path dataDir, Http http, Tls tls, String tlsMode, Map<String, String> labels, List<Inbox> inboxes) {}

    record Http(String host, int port, boolean open, List<String> trustedProxies) {
        Http {
            if (port > 65535) {
                throw new IllegalArgumentException("port: expected at most 65535, found " + port);
            }
        }
    }

    record Tls(String mode) {}

    record Inbox(String name, String title, Display display) {}

    record Display(String euTitle) {}

    private static Root read(String yaml, Map<String, String> environment) {
        return yaml(yaml, environment).read(Root.class);
    }

    @Test
    void overridesAKeyOfTheFile() {
        Root read = read("http: { port: 8080 }", Map.of("TRIBUTARY_HTTP_PORT", "8081"));

        assertThat(read.http().port()).isEqualTo(8081);
    }

    @Test
    void setsKeysAndSectionsThatTheFileDoesNotName() {
        Root read = read("", Map.of("TRIBUTARY_DATA_DIR", "/srv", "TRIBUTARY_HTTP_OPEN", "true"));

        assertThat(read.dataDir()).isEqualTo(Path.of("/srv"));
        assertThat(read.http().open()).isTrue();
    }

    @Test
    void separatesListsByCommas() {
        assertThat(read("", Map.of("TRIBUTARY_HTTP_TRUSTED_PROXIES", "10.0.0.0/8, ::1"))
                        .http()
                        .trustedProxies())
                .containsExactly("10.0.0.0/8", "::1");
        assertThat(read("http: { trusted-proxies: [a] }", Map.of("TRIBUTARY_HTTP_TRUSTED_PROXIES", ""))
                        .http()
                        .trustedProxies())
                .isEmpty();
    }

    @Test
    void takesAWholeListAsYaml() {
        Root read = read(
                "inboxes: [{ name: web, title: File }]",
                Map.of(
                        "TRIBUTARY_INBOXES", "[{name: a, title: One}, {name: b, display: {eu-title: Two}}]",
                        "TRIBUTARY_INBOXES_A_TITLE", "Nearer",
                        "TRIBUTARY_HTTP_TRUSTED_PROXIES", "['10.0.0.0/8', '::1']"));

        assertThat(read.inboxes()).extracting(Inbox::name).containsExactly("a", "b");
        assertThat(read.inboxes().get(0).title()).isEqualTo("Nearer");
        assertThat(read.inboxes().get(1).display().euTitle()).isEqualTo("Two");
        assertThat(read.http().trustedProxies()).containsExactly("10.0.0.0/8", "::1");
    }

    @Test
    void saysWhatIsWrongWithAListInAVariable() {
        assertThat(problems(() -> read("", Map.of("TRIBUTARY_INBOXES", "[{name: a"))))
                .singleElement()
                .asString()
                .startsWith("environment TRIBUTARY_INBOXES:1: expected YAML, found an error: ");
        assertThat(problems(() -> read("", Map.of("TRIBUTARY_INBOXES", "[{name: a, titel: x}]"))))
                .containsExactly(
                        "config/etc/tributary.yaml: inboxes.a.titel: unknown key, found \"x\"; did you mean inboxes.a.title?");
    }

    @Test
    void tellsAKeyFromASectionThatBeginsLikeIt() {
        Root read = read("", Map.of("TRIBUTARY_TLS_MODE", "strict"));

        assertThat(read.tlsMode()).isEqualTo("strict");
        assertThat(read.tls()).isNull();
    }

    @Test
    void callsAnInboxByItsName() {
        Root read = read(
                """
                inboxes:
                  - name: web
                  - name: web-eu
                """,
                Map.of(
                        "TRIBUTARY_INBOXES_WEB_TITLE", "World",
                        "TRIBUTARY_INBOXES_WEB_EU_TITLE", "Europe",
                        "TRIBUTARY_INBOXES_WEB_DISPLAY_EU_TITLE", "EU"));

        assertThat(read.inboxes())
                .containsExactly(new Inbox("web", "World", new Display("EU")), new Inbox("web-eu", "Europe", null));
    }

    @Test
    void refusesAVariableOfAnInboxThatIsNotInTheFile() {
        Settings settings =
                yaml("inboxes: [{ name: web }]", Map.of("TRIBUTARY_INBOXES_SUPPORT_ADDRESS", "a@b.example"));

        assertThat(problems(settings, Root.class))
                .containsExactly("environment TRIBUTARY_INBOXES_SUPPORT_ADDRESS: inboxes: expected the name of an entry"
                        + " (web), found another");
    }

    @Test
    void refusesAnUnknownVariableAndNamesTheNearest() {
        Settings settings = yaml(
                "inboxes: [{ name: web }]",
                Map.of(
                        "TRIBUTARY_HTTP_PROT", "8081",
                        "TRIBUTARY_HTPP_PORT", "8081",
                        "TRIBUTARY_INBOXES_WEB_TITEL", "Shop",
                        "TRIBUTARY_HTTP_COLOUR", "red",
                        "TRIBUTARY_X", "1"));

        assertThat(problems(settings, Root.class))
                .containsExactlyInAnyOrder(
                        "environment TRIBUTARY_HTTP_PROT: unknown variable; did you mean TRIBUTARY_HTTP_PORT?",
                        "environment TRIBUTARY_HTPP_PORT: unknown variable; did you mean TRIBUTARY_HTTP_PORT?",
                        "environment TRIBUTARY_INBOXES_WEB_TITEL: unknown variable;"
                                + " did you mean TRIBUTARY_INBOXES_WEB_TITLE?",
                        "environment TRIBUTARY_HTTP_COLOUR: unknown variable; variables here: TRIBUTARY_HTTP_HOST,"
                                + " TRIBUTARY_HTTP_PORT, TRIBUTARY_HTTP_OPEN, TRIBUTARY_HTTP_TRUSTED_PROXIES",
                        "environment TRIBUTARY_X: unknown variable");
    }

    @Test
    void leavesTheLaunchersAndOtherProgramsVariablesAlone() {
        assertThat(read("", Map.of("TRIBUTARY_JAVA_OPTS", "-Xmx1g", "HTTP_PORT", "1"))
                        .http())
                .isNull();
    }

    @Test
    void namesTheVariableWhoseValueIsWrong() {
        assertThat(problems(yaml("", Map.of("TRIBUTARY_HTTP_PORT", "x", "TRIBUTARY_HTTP_OPEN", "yes")), Root.class))
                .containsExactly(
                        "environment TRIBUTARY_HTTP_PORT: http.port: expected a whole number, found \"x\"",
                        "environment TRIBUTARY_HTTP_OPEN: http.open: expected true or false, found \"yes\"");
        assertThat(problems(yaml("", Map.of("TRIBUTARY_HTTP_PORT", "70000")), Root.class))
                .containsExactly("environment TRIBUTARY_HTTP_PORT: http.port: expected at most 65535, found 70000");
    }

    @Test
    void addsToAMap() {
        Root read = read(
                "labels: { Team-A: x, b: y }", Map.of("TRIBUTARY_LABELS_TEAM_A", "z", "TRIBUTARY_LABELS_NEW_ONE", "n"));

        assertThat(read.labels()).isEqualTo(Map.of("Team-A", "z", "b", "y", "new-one", "n"));
    }

    @Test
    void fillsPlaceholders() {
        Map<String, String> environment = Map.of("HOST", "10.0.0.1", "PROXIES", "a,b", "PORT", "81");

        Root read = read("""
                data-dir: /srv/${TENANT:acme}/$${x}
                http: { host: "${HOST}", port: "${PORT:80}", trusted-proxies: "${PROXIES}" }
                """, environment);

        assertThat(read.dataDir()).isEqualTo(Path.of("/srv/acme/${x}"));
        assertThat(read.http()).isEqualTo(new Http("10.0.0.1", 81, false, List.of("a", "b")));
    }

    @Test
    void refusesAPlaceholderWithoutValueOrForm() {
        assertThat(problems(yaml("http: { host: \"${NO_HOST}\", trusted-proxies: [\"${a b}\"] }"), Root.class))
                .containsExactly(
                        "config/etc/tributary.yaml: http.host: expected the environment variable NO_HOST to be set,"
                                + " found no such variable",
                        "config/etc/tributary.yaml: http.trusted-proxies[0]: expected ${NAME} or ${NAME:default}"
                                + " (or $${ for the characters themselves), found ${ with something else");
    }

    @Test
    void takesAVariableAsItIs() {
        assertThat(read("http: { host: \"${MISSING}\" }", Map.of("TRIBUTARY_HTTP_HOST", "${x}"))
                        .http()
                        .host())
                .isEqualTo("${x}");
    }
}
