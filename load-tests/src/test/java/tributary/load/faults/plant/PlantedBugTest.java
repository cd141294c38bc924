package tributary.load.faults.plant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tributary.load.faults.check.Promise;

class PlantedBugTest {

    @ParameterizedTest
    @EnumSource
    void thePlaceOfEachBugIsStillThere(PlantedBug bug) {
        assertThatCode(() -> bug.checkPlaces(Path.of(".."))).doesNotThrowAnyException();
    }

    @Test
    void thePlacesOfTheSettableClockAreStillThere() {
        assertThatCode(() -> TestBuild.checkPlaces(Path.of(".."))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void everyPromiseIsBrokenByAPlantedBug(Promise promise) {
        assertThat(PlantedBug.values()).extracting(PlantedBug::promise).contains(promise);
    }
}
