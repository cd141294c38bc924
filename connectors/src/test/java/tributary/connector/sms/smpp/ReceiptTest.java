package tributary.connector.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.connector.sms.smpp.SmppConfig.ReceiptIds;
import tributary.connector.sms.smpp.pdu.Address;
import tributary.connector.sms.smpp.pdu.Body;
import tributary.connector.sms.smpp.pdu.Tlv;

class ReceiptTest {

    private static final String USUAL =
            "id:7f3a01 sub:001 dlvrd:001 submit date:2601010800 done date:2601010801 stat:DELIVRD err:000 text:Hello";

    @ParameterizedTest
    @CsvSource({
        "SAME, 7F3A01, 7f3a01",
        "SAME, 007f3a01, 7f3a01",
        "HEX_TO_DECIMAL, 8337921, 7f3a01",
        "HEX_TO_DECIMAL, 0008337921, 7f3a01",
        "DECIMAL_TO_HEX, 7F3A01, 8337921",
        "HEX_TO_DECIMAL, not-a-number, not-a-number",
        "SAME, 0, 0"
    })
    void findsTheIdOfTheAnswerHoweverTheCarrierWritesIt(ReceiptIds ids, String written, String id) {
        assertThat(Receipt.of(receipt(USUAL.replace("7f3a01", written)), ids)
                        .orElseThrow()
                        .messageId())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({
        "DELIVRD, delivered",
        "ACCEPTD, sent",
        "ENROUTE, sent",
        "EXPIRED, failed",
        "DELETED, failed",
        "UNDELIV, failed",
        "REJECTD, failed",
        "delivrd, delivered"
    })
    void understandsTheWords(String word, String state) {
        Receipt receipt = Receipt.of(receipt(USUAL.replace("DELIVRD", word)), ReceiptIds.SAME)
                .orElseThrow();

        assertThat(receipt.state()).contains(state);
    }

    @Test
    void saysNothingNewOfAnUnknownState() {
        assertThat(Receipt.of(receipt(USUAL.replace("DELIVRD", "UNKNOWN")), ReceiptIds.SAME)
                        .orElseThrow()
                        .state())
                .isEmpty();
    }

    @Test
    void believesTheOptionalParametersMoreThanTheText() {
        Body.Message message = receipt(
                "id:1 stat:DELIVRD",
                new Tlv(Tlv.RECEIPTED_MESSAGE_ID, Buffer.buffer("7F3A01\0")),
                Tlv.of(Tlv.MESSAGE_STATE, 5, 1));

        assertThat(Receipt.of(message, ReceiptIds.HEX_TO_DECIMAL))
                .contains(new Receipt("7f3a01", Optional.of("failed"), "UNDELIV"));
    }

    @Test
    void readsMembersInAnyOrderAndWithoutSomeOfThem() {
        assertThat(Receipt.of(receipt("stat:REJECTD id:42 err:00B done date:20260101080059 Text:x"), ReceiptIds.SAME))
                .contains(new Receipt("42", Optional.of("failed"), "REJECTD (err 00B)"));
        assertThat(Receipt.of(receipt("hello"), ReceiptIds.SAME)).isEmpty();
    }

    private static Body.Message receipt(String text, Tlv... tlvs) {
        return Body.Message.of(
                Address.NONE, Address.NONE, Body.Message.RECEIPT, 0, 0, Buffer.buffer(text), List.of(tlvs));
    }
}
