package tributary.connector.sms.webhook.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tributary.config.Secret;
import tributary.connector.sms.webhook.wire.Parameters;

/** The vectors of the protocol sheet; the first is the vendor library's own. */
class TwilioSignatureTest {

    private static final String URL = "https://gw.example.com/hooks/twilio/acme?c=7";
    private static final Map<String, List<String>> FORM = Parameters.form(
            Buffer.buffer(
                    "ToCountry=US&SmsMessageSid=SM11111111111111111111111111111111&NumMedia=0&SmsSid=SM11111111111111111111111111111111&SmsStatus=received&Body=Hello+%E4%BD%A0%E5%A5%BD+%26+thanks%21&To=%2B15005550006&NumSegments=1&MessageSid=SM11111111111111111111111111111111&AccountSid=AC00000000000000000000000000000001&From=%2B8613800138000&ApiVersion=2010-04-01"));

    private final TwilioSignature signature =
            new TwilioSignature(List.of(new Secret("0123456789abcdef0123456789abcdef")));

    @Test
    void agreesWithTheVendorsOwnCase() {
        Map<String, List<String>> form = Map.of(
                "CallSid", List.of("CA1234567890ABCDE"),
                "Caller", List.of("+14158675309"),
                "Digits", List.of("1234"),
                "From", List.of("+14158675309"),
                "To", List.of("+18005551212"));

        assertThat(new TwilioSignature(List.of(new Secret("12345")))
                        .valid("https://mycompany.com/myapp.php?foo=1&bar=2", form, "RSOYDt4T1cUTdK1PDd93/VVr8B8="))
                .isTrue();
    }

    @Test
    void acceptsAFormWithAndWithoutThePortInTheAddress() {
        assertThat(signature.valid(URL, FORM, "KDxXWpwCCOfnZ/HnItHFrW95VQY=")).isTrue();
        assertThat(signature.valid(URL, FORM, "FrQEFIswPGzvMXfpCGHkgdgJ2N4=")).isTrue();
        assertThat(signature.valid(URL.replace(".com", ".com:443"), FORM, "KDxXWpwCCOfnZ/HnItHFrW95VQY="))
                .isTrue();
    }

    @Test
    void refusesAnotherSchemeAnotherTokenAndNoSignature() {
        assertThat(signature.valid(URL, FORM, "E/M1Aejhaae5B4AkkSKvNqpBgJM=")).isFalse();
        assertThat(signature.valid(URL, FORM, null)).isFalse();
        assertThat(signature.valid(URL, FORM, "")).isFalse();
        assertThat(new TwilioSignature(List.of(new Secret("other"))).valid(URL, FORM, "KDxXWpwCCOfnZ/HnItHFrW95VQY="))
                .isFalse();
    }

    @Test
    void signsAnEmptyMemberToo() {
        Map<String, List<String>> empty = new java.util.HashMap<>(FORM);
        empty.put("Body", List.of(""));

        assertThat(signature.valid(URL, empty, "BzB+MO7fieRhajxZJsXrJ/1mIQw=")).isTrue();
        assertThat(signature.valid(URL, FORM, "BzB+MO7fieRhajxZJsXrJ/1mIQw=")).isFalse();
    }

    @Test
    void acceptsAGet() {
        String url = URL + "&Body=Hi&From=%2B8613800138000&To=%2B15005550006";

        assertThat(signature.valid(url, Map.of(), "cQjOtXME49Dkm+exq5jNCwDKCtw="))
                .isTrue();
        assertThat(signature.valid(url + "x", Map.of(), "cQjOtXME49Dkm+exq5jNCwDKCtw="))
                .isFalse();
    }

    @Test
    void acceptsJsonOnlyWithTheRightHashInTheAddress() {
        String url =
                "https://gw.example.com/hooks/twilio/events?bodySHA256=fafc50e83f4fc4f2dcc92a37d073711b68a37c768735a7cc48b42c0223d6d26c";
        Buffer body = Buffer.buffer("{\"messageSid\":\"SM22\",\"event\":\"delivered\"}");

        assertThat(signature.valid(url, body, "0/vgniA0Deve2zHZ7hSiomB3PtU=")).isTrue();
        assertThat(signature.valid(url, Buffer.buffer("{}"), "0/vgniA0Deve2zHZ7hSiomB3PtU="))
                .isFalse();
    }

    @Test
    void acceptsAStatusCallback() {
        String sid = "SM" + "3".repeat(32);
        Map<String, List<String>> form = Map.of(
                "SmsSid", List.of(sid),
                "SmsStatus", List.of("delivered"),
                "MessageStatus", List.of("delivered"),
                "To", List.of("+8613800138000"),
                "MessageSid", List.of(sid),
                "AccountSid", List.of("AC00000000000000000000000000000001"),
                "From", List.of("+15005550006"),
                "ApiVersion", List.of("2010-04-01"));

        assertThat(signature.valid("https://gw.example.com/hooks/twilio/status", form, "NfEUzYxBTQk5sb3UjO8x2Ns1EPw="))
                .isTrue();
    }

    @Test
    void acceptsTheTokenBeforeWhileItIsBeingReplaced() {
        TwilioSignature both =
                new TwilioSignature(List.of(new Secret("newer"), new Secret("0123456789abcdef0123456789abcdef")));

        assertThat(both.valid(URL, FORM, "KDxXWpwCCOfnZ/HnItHFrW95VQY=")).isTrue();
    }
}
