package tributary.connector.livechat.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.connector.livechat.rule.ReplayRule.Position;

class SmallRulesTest {

    @Test
    void signsAnUploadAsTheVectorSays() {
        UploadSignature signature = new UploadSignature(Buffer.buffer("upload-secret-01"));
        String vector = "AebfjMNhDqSjD_rR4dgrn0ge45MwGFg9pdIslZWK97E";

        assertThat(signature.sign("/u/acme/up_7Q2", "image/png", 20480, 1767226200))
                .isEqualTo(vector);
        assertThat(signature.matches(vector, "/u/acme/up_7Q2", "image/png", 20480, 1767226200))
                .isTrue();
        assertThat(signature.matches(vector, "/u/acme/up_7Q2", "image/png", 20481, 1767226200))
                .isFalse();
        assertThat(signature.matches("", "/u/acme/up_7Q2", "image/png", 20480, 1767226200))
                .isFalse();
    }

    @Test
    void cleansTextOnceAndForAll() {
        String clean = TextRule.clean(" \u0000a\u0007b\r\nc\rd\te\u007f\u0085\uD800 你好\uD83D\uDE00 \n");

        assertThat(clean).isEqualTo("ab\nc\nd\te\uFFFD 你好\uD83D\uDE00");
        assertThat(TextRule.clean(clean)).isEqualTo(clean);
    }

    @Test
    void countsCodePoints() {
        assertThat(TextRule.tooLong("\uD83D\uDE00".repeat(4000))).isFalse();
        assertThat(TextRule.tooLong("\uD83D\uDE00".repeat(4001))).isTrue();
        assertThat(TextRule.tooLong("x".repeat(4001))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"e, 500, true", "e, 499, true", "e, 200, true", "e, 199, false", "e, 501, false", "x, 500, false"})
    void replaysAtMostThreeHundredEventsOfThisDatabase(String epoch, long seq, boolean within) {
        assertThat(ReplayRule.withinReach(new Position(epoch, seq), "e", 500)).isEqualTo(within);
    }

    @Test
    void replaysAtMostAWeek() {
        Instant now = Instant.ofEpochSecond(1_800_000_000);

        assertThat(ReplayRule.withinReach(null, "e", 0)).isFalse();
        assertThat(ReplayRule.freshEnough(now.minus(Duration.ofDays(7)), now)).isTrue();
        assertThat(ReplayRule.freshEnough(now.minus(Duration.ofDays(7)).minusMillis(1), now))
                .isFalse();
    }

    @Test
    void judgesEachFieldOfAForm() {
        PreChatForm form = new PreChatForm(new FormConfig(List.of(
                new FormConfig.Field("name", "text", true, null, List.of()),
                new FormConfig.Field("email", "email", false, null, List.of()),
                new FormConfig.Field("phone", "tel", false, null, List.of()),
                new FormConfig.Field("topic", "select", false, null, List.of("Order")),
                new FormConfig.Field("terms", "checkbox", true, null, List.of()))));

        assertThat(form.check(Map.of()).problems()).isEqualTo(Map.of("name", "required", "terms", "required"));
        assertThat(form.check(Map.of(
                                "name",
                                "x".repeat(201),
                                "email",
                                "a@b",
                                "phone",
                                "call me",
                                "topic",
                                "Else",
                                "terms",
                                "true"))
                        .problems())
                .isEqualTo(Map.of("name", "too-long", "email", "email", "phone", "tel", "topic", "option"));
        assertThat(form.check(Map.of("name", " Li ", "email", "li@example.cn", "terms", "true", "else", "x"))
                        .facts())
                .isEqualTo(Map.of("name", "Li", "email", "li@example.cn", "terms", "true"));
    }

    @Test
    void handsOutTokensThatShowNothing() {
        VisitorToken token = VisitorToken.fresh(new SecureRandom());

        assertThat(token.wellFormed()).isTrue();
        assertThat(token.hash().length()).isEqualTo(32);
        assertThat(token.toString()).doesNotContain(token.secret());
        assertThat(new VisitorToken("short").wellFormed()).isFalse();
    }
}
