package tributary.simulator.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The simulators sign as the protocol sheet computed, by other code than the connectors. */
class SignaturesTest {

    @Test
    void signsAsTwilioDoes() {
        String sid = "SM" + "3".repeat(32);
        Map<String, String> fields = Map.of(
                "SmsSid", sid,
                "SmsStatus", "delivered",
                "MessageStatus", "delivered",
                "To", "+8613800138000",
                "MessageSid", sid,
                "AccountSid", "AC00000000000000000000000000000001",
                "From", "+15005550006",
                "ApiVersion", "2010-04-01");

        assertThat(TwilioSimulator.signature(
                        "0123456789abcdef0123456789abcdef", "https://gw.example.com/hooks/twilio/status", fields))
                .isEqualTo("NfEUzYxBTQk5sb3UjO8x2Ns1EPw=");
    }

    @Test
    void signsAsVonageDoes() {
        Map<String, String> fields = Map.of(
                "api-key", "abcd1234",
                "keyword", "HI",
                "message-timestamp", "2026-01-01 00:00:00",
                "messageId", "0A0000000123ABCD1",
                "msisdn", "8613800138000",
                "nonce", "b5a5c6d7-0001",
                "text", "Hi a=b & c",
                "timestamp", "1767225600",
                "to", "447700900001",
                "type", "text");

        assertThat(VonageSimulator.signature("vonageSigSecret01", fields))
                .isEqualTo("f946caa5ef0bc532c56be8225f2753abdd5a6c4ce1505b4864eff267483b8537");
    }
}
