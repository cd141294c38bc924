package tributary.connector.sms.webhook.vonage;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.config.Secret;
import tributary.connector.sms.webhook.vonage.VonageSignature.Method;

/** The vectors of the protocol sheet. */
class VonageSignatureTest {

    private static final Instant THEN = Instant.ofEpochSecond(1_767_225_600);

    @ParameterizedTest
    @CsvSource({
        "MD5HASH, 6a95091b027728ea3c5517d2ddd66b62",
        "SHA1, 062f45d95cdcdbb55c2fb07e56902fceb4c627aa",
        "SHA256, f946caa5ef0bc532c56be8225f2753abdd5a6c4ce1505b4864eff267483b8537",
        "SHA512, ef9e5cf1d07d946b126e86c0e7220c398e3b2b905495bf60039efc3ca93dd6a616794972cb8066d6919e250e21d6b2050891cfa3585e0501140897ae6045be69"
    })
    void acceptsEachMethodInEitherCaseAndNoOther(Method method, String sig) {
        VonageSignature signature = new VonageSignature(List.of(new Secret("vonageSigSecret01")), method);

        assertThat(signature.valid(members(sig), THEN)).isTrue();
        assertThat(signature.valid(members(sig.toUpperCase(Locale.ROOT)), THEN)).isTrue();
        assertThat(signature.valid(members(sig).put("text", "Hi"), THEN)).isFalse();
        assertThat(new VonageSignature(List.of(new Secret("other")), method).valid(members(sig), THEN))
                .isFalse();
    }

    @Test
    void refusesWhatIsOldOrNewOrUnsigned() {
        VonageSignature signature = new VonageSignature(List.of(new Secret("vonageSigSecret01")), Method.SHA256);
        JsonObject members = members("f946caa5ef0bc532c56be8225f2753abdd5a6c4ce1505b4864eff267483b8537");

        assertThat(signature.valid(members, THEN.plusSeconds(300))).isTrue();
        assertThat(signature.valid(members, THEN.plusSeconds(301))).isFalse();
        assertThat(signature.valid(members, THEN.minusSeconds(301))).isFalse();
        assertThat(signature.valid(new JsonObject(), THEN)).isFalse();
    }

    private static JsonObject members(String sig) {
        return new JsonObject()
                .put("api-key", "abcd1234")
                .put("keyword", "HI")
                .put("message-timestamp", "2026-01-01 00:00:00")
                .put("messageId", "0A0000000123ABCD1")
                .put("msisdn", "8613800138000")
                .put("nonce", "b5a5c6d7-0001")
                .put("text", "Hi a=b & c")
                .put("timestamp", "1767225600")
                .put("to", "447700900001")
                .put("type", "text")
                .put("empty", " ")
                .put("sig", sig);
    }
}
