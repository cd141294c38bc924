package tributary.connector.email.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base32Test {

    /** The vectors of RFC 4648, section 10, without padding. */
    @ParameterizedTest
    @CsvSource({"'',''", "f,my", "fo,mzxq", "foo,mzxw6", "foob,mzxw6yq", "fooba,mzxw6ytb", "foobar,mzxw6ytboi"})
    void writesAndReadsTheVectorsOfTheRfc(String text, String encoded) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);

        assertThat(Base32.encode(bytes)).isEqualTo(encoded);
        assertThat(Base32.decode(encoded))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(bytes));
    }

    @Test
    void readsOneTextOnlyForOneValue() {
        assertThat(Base32.decode("mz")).isEmpty();
        assertThat(Base32.decode("m1")).isEmpty();
        assertThat(Base32.decode("MY")).isPresent();
    }
}
