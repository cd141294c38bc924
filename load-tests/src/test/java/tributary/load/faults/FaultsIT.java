package tributary.load.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import tributary.load.faults.plant.PlantedBug;
import tributary.load.faults.town.Means;

/** Some faults in every build; {@code ./tributary bench faults} runs as many as there is time for. */
class FaultsIT {

    /** Each kills a process; the power cut needs root, and is left out without. */
    private static final String DEATHS =
            "KILL_NODE,KILL_BOUND_NODE,KILL_POSTGRES,KILL_BACKEND,KILL_REDIS,KILL_NODE_AND_REDIS,POWER_CUT";

    @Test
    void aClusterKeepsItsPromisesThroughTwentyDeaths() {
        int code = faults("--rounds", "20", "--seed", "20", "--only", DEATHS, "--no-ledger");

        assertThat(code).as("exit code; the rounds are printed above").isZero();
    }

    @Test
    void theCheckerSeesAPlantedBug() {
        int code = faults("--bugs", "--bug", "WRONG_INBOX");

        assertThat(code).as("exit code; what was caught is printed above").isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theFaultOfEachPlantedBugIsOneThatNeedsNothing(PlantedBug bug) {
        assertThat(Arrays.stream(Fault.values()).filter(fault -> fault.possible(Means.PLAIN)))
                .extracting(Fault::name)
                .contains(bug.fault());
    }

    private static int faults(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--home";
        all[arguments.length + 1] = Path.of("..").toString();
        return new CommandLine(new Faults()).execute(all);
    }
}
