package tributary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.config.Configuration.problems;
import static tributary.config.Configuration.yaml;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    record Root(Setup setup) {}

    record Setup(String adminEmail, Secret adminPassword, int apiToken, URI store, List<Secret> pepper) {}

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeSecret() throws IOException {
        file = Files.writeString(folder.resolve("admin"), "s3cret \n\n");
    }

    @Test
    void showsNothingOfASecret() {
        Secret secret = new Secret("hunter2");

        assertThat(secret).hasToString("***").isEqualTo(new Secret("hunter2")).isNotEqualTo(new Secret("hunter3"));
        assertThat(secret).hasSameHashCodeAs(new Secret("hunter2"));
        assertThat(secret.reveal()).isEqualTo("hunter2");
        assertThat(new Secret("").isEmpty()).isTrue();
    }

    @Test
    void readsTheFileThatAVariableNamesWithoutItsLastNewline() {
        Settings settings =
                yaml("setup: { admin-password: \"\" }", Map.of("TRIBUTARY_SETUP_ADMIN_PASSWORD_FILE", file.toString()));

        assertThat(settings.read(Root.class).setup().adminPassword().reveal()).isEqualTo("s3cret \n");
    }

    @Test
    void readsTheFileThatASiblingKeyNames() {
        Settings settings = yaml("setup: { admin-password-file: \"${DIR}/admin\" }", Map.of("DIR", folder.toString()));

        assertThat(settings.read(Root.class).setup().adminPassword().reveal()).isEqualTo("s3cret \n");
    }

    @Test
    void prefersTheEnvironmentToTheSiblingKey() {
        Settings settings =
                yaml("setup: { admin-password-file: /nowhere }", Map.of("TRIBUTARY_SETUP_ADMIN_PASSWORD", "other"));

        assertThat(settings.read(Root.class).setup().adminPassword().reveal()).isEqualTo("other");
    }

    @Test
    void takesAWindowsNewlineAsOne() throws IOException {
        Files.writeString(file, "s3cret\r\n");

        assertThat(yaml("setup: { admin-password-file: " + file + " }")
                        .read(Root.class)
                        .setup()
                        .adminPassword()
                        .reveal())
                .isEqualTo("s3cret");
    }

    @Test
    void refusesTwoSourcesOfOneSecret() {
        assertThat(problems(yaml("setup: { admin-password: a, admin-password-file: " + file + " }"), Root.class))
                .containsExactly("config/etc/tributary.yaml: setup.admin-password: expected either this or"
                        + " setup.admin-password-file, found both");
        assertThat(problems(
                        yaml(
                                "",
                                Map.of(
                                        "TRIBUTARY_SETUP_ADMIN_PASSWORD",
                                        "a",
                                        "TRIBUTARY_SETUP_ADMIN_PASSWORD_FILE",
                                        file.toString())),
                        Root.class))
                .containsExactly("environment TRIBUTARY_SETUP_ADMIN_PASSWORD: setup.admin-password: expected one of"
                        + " TRIBUTARY_SETUP_ADMIN_PASSWORD and TRIBUTARY_SETUP_ADMIN_PASSWORD_FILE, found both");
    }

    @Test
    void namesTheFileThatCannotBeRead() {
        assertThat(problems(yaml("setup: { admin-password-file: /nowhere/x }"), Root.class))
                .containsExactly("config/etc/tributary.yaml: setup.admin-password-file: expected a readable text file,"
                        + " found \"/nowhere/x\"");
        assertThat(problems(yaml("", Map.of("TRIBUTARY_SETUP_ADMIN_PASSWORD_FILE", "/nowhere/x")), Root.class))
                .containsExactly("environment TRIBUTARY_SETUP_ADMIN_PASSWORD: setup.admin-password: expected a readable"
                        + " text file, found \"/nowhere/x\"");
    }

    @Test
    void refusesAFileThatIsTooLargeForASecret() throws IOException {
        Files.write(file, new byte[65 * 1024]);

        assertThat(problems(yaml("setup: { admin-password-file: " + file + " }"), Root.class))
                .containsExactly("config/etc/tributary.yaml: setup.admin-password-file: expected a file of at most"
                        + " 64 KiB, found \"" + file + "\"");
    }

    @Test
    void hidesTheValueOfAMisspelledSecret() {
        assertThat(problems(yaml("setup: { admin-pasword: hunter2, pwd: hunter2, api-tokn: hunter2 }"), Root.class))
                .containsExactly(
                        "config/etc/tributary.yaml: setup.admin-pasword: unknown key, found a value that is not shown;"
                                + " did you mean setup.admin-password?",
                        "config/etc/tributary.yaml: setup.pwd: unknown key; known keys here: admin-email,"
                                + " admin-password, admin-password-file, api-token, store, pepper",
                        "config/etc/tributary.yaml: setup.api-tokn: unknown key, found a value that is not shown;"
                                + " did you mean setup.api-token?");
    }

    @Test
    void hidesTheValueOfAKeyThatSoundsLikeASecret() {
        assertThat(problems(yaml("setup: { api-token: hunter2, pepper: hunter2 }"), Root.class))
                .containsExactly(
                        "config/etc/tributary.yaml: setup.api-token: expected a whole number,"
                                + " found a value that is not shown",
                        "config/etc/tributary.yaml: setup.pepper: expected a list, found a value that is not shown");
    }

    @Test
    void leavesThePasswordOfAUrlOut() {
        assertThat(problems(yaml("setup: { store: \"postgresql://app:hunter2@db host/x\" }"), Root.class))
                .containsExactly("config/etc/tributary.yaml: setup.store: expected a URI,"
                        + " found \"postgresql://***@db host/x\"");
    }

    @Test
    void showsNoTextOfAVariableInADump() {
        assertThat(yaml("setup: { admin-password: hunter2 }", Map.of("TRIBUTARY_SETUP_ADMIN_PASSWORD", "hunter2")))
                .asString()
                .doesNotContain("hunter2");
    }
}
