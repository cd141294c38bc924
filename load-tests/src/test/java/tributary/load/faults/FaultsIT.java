package tributary.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** A few faults in every build; {@code ./tributary bench faults} runs as many as there is time for. */
class FaultsIT {

    @Test
    void aClusterKeepsItsPromisesThroughFaultsOfEachKind() {
        int code = new CommandLine(new Faults())
                .execute("--home", Path.of("..").toString(), "--rounds", "6", "--seed", "20", "--no-ledger");

        assertThat(code).as("exit code; the rounds are printed above").isZero();
    }

    @Test
    void theCheckerSeesAPlantedBug() {
        int code = new CommandLine(new Faults())
                .execute("--home", Path.of("..").toString(), "--bugs", "--bug", "POSITION_LEFT_OUT", "--rounds", "2");

        assertThat(code).as("exit code; what was caught is printed above").isZero();
    }
}
