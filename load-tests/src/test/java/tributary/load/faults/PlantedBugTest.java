package tributary.load.faults;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantedBugTest {

    @ParameterizedTest
    @EnumSource
    void thePlaceOfEachBugIsStillThere(PlantedBug bug) {
        assertThatCode(() -> bug.checkPlaces(Path.of(".."))).doesNotThrowAnyException();
    }
}
