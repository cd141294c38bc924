package tributary.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadMainTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing-like-that",
                "street --rate fast",
                "street --rate 0",
                "street --seconds 100000",
                "idle --visitors 1000000",
                "fanout --rounds 0",
                "slow --only both"
            })
    void answersAWrongCommandLineWithTwo(String line) {
        String[] words = line.isEmpty() ? new String[0] : line.split(" ");

        assertThat(LoadMain.run(words)).isEqualTo(2);
    }
}
