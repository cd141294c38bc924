package tributary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.config.Configuration.problems;
import static tributary.config.Configuration.yaml;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    record Port(int port) {}

    @TempDir
    Path folder;

    @Test
    void opensAFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.yaml"), "port: 1\n");

        Settings settings = ConfigFile.open(file, Map.of());

        assertThat(settings.path()).isEmpty();
        assertThat(settings.read(Port.class).port()).isEqualTo(1);
    }

    @Test
    void namesTheFileThatIsMissingOrUnreadable() {
        Path missing = folder.resolve("none.yaml");

        assertThat(problems(() -> ConfigFile.open(missing, Map.of())))
                .containsExactly(missing + ": expected a readable UTF-8 file, found no such file");
        assertThat(problems(() -> ConfigFile.open(folder, Map.of())))
                .containsExactly(folder + ": expected a readable UTF-8 file, found one that cannot be read");
    }

    @Test
    void takesAnEmptyFileAsNothingSet() {
        assertThat(yaml("# nothing\n").read(Port.class).port()).isZero();
    }

    @Test
    void refusesEachKeyThatComesTwice() {
        assertThat(problems(() -> yaml("a: 1\nhttp:\n  port: 1\n  port: 2\na: 3\n")))
                .containsExactly(
                        "config/etc/tributary.yaml: http.port: expected each key once, found it again in line 4",
                        "config/etc/tributary.yaml: a: expected each key once, found it again in line 5");
    }

    @Test
    void refusesWhatIsNoMapping() {
        assertThat(problems(() -> yaml("- a\n")))
                .containsExactly("config/etc/tributary.yaml: expected a section with keys, found a list");
    }

    @Test
    void refusesASecondDocumentAndAliases() {
        assertThat(problems(() -> yaml("a: 1\n---\nb: 2\n")))
                .containsExactly("config/etc/tributary.yaml: expected one YAML document, found another in line 3");
        assertThat(problems(() -> yaml("a: &x 1\nb: *x\n")))
                .containsExactly(
                        "config/etc/tributary.yaml: b: expected the value itself, found a YAML alias in line 2");
    }

    @Test
    void namesTheLineThatIsNoYamlWithoutShowingIt() {
        assertThat(problems(() -> yaml("a: 1\npassword: \"hunter2\n")))
                .singleElement()
                .asString()
                .startsWith("config/etc/tributary.yaml:2: expected YAML, found an error: ")
                .doesNotContain("hunter2");
    }
}
