package tributary.gateway.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MigrationFilesTest {

    /** What a node of the version before, which is still running, does not survive. */
    private static final Pattern BREAKS = Pattern.compile(
            "\\bdrop\\s+(table|column)\\b|\\brename\\b|\\bset\\s+not\\s+null\\b|\\balter\\s+column\\s+\\w+\\s+type\\b"
                    + "|\\badd\\s+column(?![^,;]*default)[^,;]*\\bnot\\s+null\\b",
            Pattern.CASE_INSENSITIVE);

    /** Made before anybody had a version to come from. */
    private static final Set<String> BEFORE_THE_FIRST =
            Set.of("V050__answers_as_written.sql", "V100__blobs_without_hash.sql");

    @Test
    void theVersionBeforeCanGoOnWithTheSchemaOfTheNext() throws Exception {
        assertThat(files())
                .hasSizeGreaterThan(20)
                .filteredOn(file -> BREAKS.matcher(text(file)).find())
                .extracting(file -> String.valueOf(file.getFileName()))
                .as("add first; drop, rename or tighten one version later, and list it here with that version")
                .containsExactlyInAnyOrderElementsOf(BEFORE_THE_FIRST);
    }

    private static List<Path> files() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(MigrationFiles.class.getResource("/" + MigrationFiles.FOLDER))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
