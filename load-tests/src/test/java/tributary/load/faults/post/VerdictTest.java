package tributary.load.faults.post;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What codes mean for the sender. */
class VerdictTest {

    @ParameterizedTest
    @CsvSource({"200, TAKEN", "503, LATER", "500, LATER", "429, LATER", "403, NEVER", "404, NEVER"})
    void aWebhookIsRepeatedAfterATroubleOfTheServerOnly(int status, Verdict.Kind kind) {
        assertThat(Verdict.hook(status).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"250, TAKEN", "451, LATER", "421, LATER", "550, NEVER", "0, SILENCE"})
    void aMailIsRepeatedUnlessItIsRefusedForEver(int reply, Verdict.Kind kind) {
        assertThat(Verdict.mail(reply).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"0, TAKEN, smpp 0", "100, LATER, smpp 64", "8, LATER, smpp 8"})
    void aMessageCentreRepeatsUntilTheStatusIsZero(int status, Verdict.Kind kind, String code) {
        assertThat(Verdict.centre(status)).isEqualTo(new Verdict(kind, code));
    }
}
