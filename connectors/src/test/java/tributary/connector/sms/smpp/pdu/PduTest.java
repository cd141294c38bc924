package tributary.connector.sms.smpp.pdu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors of the protocol sheet, both ways, and what must not happen with other octets. */
class PduTest {

    private static final Address OURS = new Address(0, 1, "10690001");
    private static final Address THEIRS = new Address(1, 1, "8613800138000");
    private static final String SUBMIT =
            "0000003a000000040000000000000003000001313036393030303100010138363133383030313338303030000000000000010008000460a8597d";
    private static final String RECEIPT =
            "000000b400000005000000000000006a000101383631333830303133383030300000013130363930303031000400000000000000006769643a376633613031207375623a30303120646c7672643a303031207375626d697420646174653a3236303130313038303020646f6e6520646174653a3236303130313038303120737461743a44454c49565244206572723a30303020746578743a48656c6c6f001e000737663361303100042700010204230003030000";

    static Stream<String> vectors() {
        return Stream.of(
                "00000025000000090000000000000001677775736572007365637265743132000034000000",
                "0000001d800000090000000000000001534d534353494d000210000134",
                "00000010000000150000000000000002",
                "00000010800000150000000000000002",
                "00000010800000000000000300000007",
                "00000010000000060000000000000008",
                SUBMIT,
                "0000001780000004000000000000000337663361303100",
                "00000010800000040000005800000004",
                "00000042000000050000000000000065000101383631333830303133383030300000013130363930303031004000000000000008000c050003a702017b2c4e006bb5",
                "00000042000000050000000000000066000101383631333830303133383030300000013130363930303031004000000000000008000c050003a702027b2c4e8c6bb5",
                "00000045000000050000000000000067000101383631333830303133383030300000013130363930303031004000000000000000000f06080412340302706172742074776f",
                "0000004e0000000500000000000000680001013836313338303031333830303000000131303639303030310000000000000000000008534152206f6e6520020c0002beef020e000102020f000101",
                RECEIPT,
                "0000001180000005000000000000006a00");
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void readsAndWritesTheVectorsOctetByOctet(String hex) {
        assertThat(hex(read(hex))).isEqualTo(hex);
    }

    @Test
    void readsABind() {
        Pdu pdu = read("00000025000000090000000000000001677775736572007365637265743132000034000000");

        assertThat(pdu)
                .isEqualTo(Pdu.request(
                        Command.BIND_TRANSCEIVER, 1, new Body.Bind("gwuser", "secret12", "", 0x34, Address.NONE)));
        assertThat(pdu.toString()).doesNotContain("secret12");
    }

    @Test
    void writesASubmit() {
        Body body = Body.Message.of(
                OURS, THEIRS, 0, 1, 8, Buffer.buffer("您好".getBytes(StandardCharsets.UTF_16BE)), List.of());

        assertThat(hex(Pdu.request(Command.SUBMIT_SM, 3, body))).isEqualTo(SUBMIT);
    }

    @Test
    void readsTheOptionalParametersOfAReceipt() {
        Body.Message message = (Body.Message) read(RECEIPT).body();

        assertThat(message.receipt()).isTrue();
        assertThat(Tlv.find(message.tlvs(), Tlv.RECEIPTED_MESSAGE_ID).map(Tlv::text))
                .contains("7f3a01");
        assertThat(Tlv.find(message.tlvs(), Tlv.MESSAGE_STATE).flatMap(Tlv::number))
                .contains(2);
        assertThat(message.toString()).doesNotContain("Hello");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000010800000040000005800000004",
                "0000001180000004000000580000000400",
                "00000010800000090000000e00000001"
            })
    void readsAnAnswerWithAnErrorWithAndWithoutABody(String hex) {
        assertThat(read(hex).body()).isEqualTo(Pdu.NOTHING);
    }

    @Test
    void writesAndReadsEveryOtherPdu() {
        Body.Message message = Body.Message.of(OURS, Address.NONE, 0, 1, 0, Buffer.buffer("hi"), List.of());
        List<Tlv> payload = List.of(new Tlv(Tlv.MESSAGE_PAYLOAD, Buffer.buffer("long")));
        List<Pdu> pdus = List.of(
                Pdu.request(Command.BIND_RECEIVER, 1, new Body.Bind("a", "b", "c", 0x34, new Address(1, 1, "106*"))),
                Pdu.request(Command.BIND_TRANSMITTER, 2, new Body.Bind("a", "b", "c", 0x34, Address.NONE)),
                Pdu.request(Command.OUTBIND, 3, new Body.Outbind("smsc", "pw")),
                Pdu.request(Command.DATA_SM, 4, new Body.Data("", THEIRS, OURS, 0, 0, 8, payload)),
                Pdu.request(Command.DATA_SM_RESP, 4, new Body.Taken("id", List.of())),
                Pdu.request(Command.QUERY_SM, 5, new Body.Query("id", OURS)),
                Pdu.request(Command.QUERY_SM_RESP, 5, new Body.Queried("id", "260101080000000+", 2, 0)),
                Pdu.request(Command.CANCEL_SM, 6, new Body.Cancel("", "id", OURS, THEIRS)),
                Pdu.request(Command.CANCEL_SM_RESP, 6),
                Pdu.request(Command.REPLACE_SM, 7, new Body.Replace("id", OURS, "", "", 1, 0, Buffer.buffer("new"))),
                Pdu.request(Command.REPLACE_SM_RESP, 7),
                Pdu.request(Command.SUBMIT_MULTI, 8, new Body.Multi(List.of(THEIRS), List.of("all"), message)),
                Pdu.request(
                        Command.SUBMIT_MULTI_RESP,
                        8,
                        new Body.MultiTaken("id", List.of(new Body.MultiTaken.Unreached(THEIRS, 0x0B)))),
                Pdu.request(Command.ALERT_NOTIFICATION, 9, new Body.Alert(THEIRS, OURS, List.of())),
                Pdu.request(Command.UNBIND_RESP, 10));
        for (Pdu pdu : pdus) {
            assertThat(read(hex(pdu))).isEqualTo(pdu);
        }
    }

    @Test
    void hasAnAnswerForEveryRequest() {
        for (Command command : Command.values()) {
            if (!command.response() && command != Command.OUTBIND && command != Command.ALERT_NOTIFICATION) {
                assertThat(command.answer().id()).isEqualTo(command.id() | 0x80000000);
            }
        }
    }

    @Test
    void refusesAnUnknownCommandWithItsSequence() {
        MalformedPduException refused =
                catchThrowableOfType(MalformedPduException.class, () -> read("000000100000007700000000000000aa"));

        assertThat(refused.status()).isEqualTo(Status.INVALID_COMMAND_ID);
        assertThat(refused.sequence()).isEqualTo(0xaa);
    }

    @Test
    void refusesACutBodyAndACutOptionalParameter() {
        assertThat(catchThrowableOfType(MalformedPduException.class, () -> read("000000120000000500000000000000010001"))
                        .status())
                .isEqualTo(Status.INVALID_COMMAND_LENGTH);
        assertThat(catchThrowableOfType(
                                MalformedPduException.class,
                                () -> read(SUBMIT.replace("0000003a", "0000003d") + "020c00"))
                        .status())
                .isEqualTo(Status.INVALID_OPTIONAL_PART);
        assertThat(catchThrowableOfType(
                                MalformedPduException.class,
                                () -> read(SUBMIT.replace("0000003a", "0000003f") + "020c0002be"))
                        .status())
                .isEqualTo(Status.INVALID_PARAMETER_LENGTH);
    }

    @Test
    void anyOctetsAreAPduOrRefused() {
        Random random = new Random(3);
        int[] commands = Stream.of(Command.values()).mapToInt(Command::id).toArray();
        for (int trial = 0; trial < 50_000; trial++) {
            byte[] body = new byte[random.nextInt(80)];
            random.nextBytes(body);
            ByteBuf frame = Unpooled.buffer();
            frame.writeInt(16 + body.length).writeInt(commands[random.nextInt(commands.length)]);
            frame.writeInt(random.nextInt(2)).writeInt(1).writeBytes(body);
            try {
                PduReader.read(frame);
            } catch (MalformedPduException refused) {
                assertThat(refused.status()).isPositive();
            }
        }
    }

    @Test
    void cutsFramesHoweverTheyArrive() {
        String stream = String.join("", vectors().toList());
        byte[] octets = HexFormat.of().parseHex(stream);
        for (int step : new int[] {1, 3, 16, 1000, octets.length}) {
            PduFrames frames = new PduFrames(65_536);
            List<String> found = new ArrayList<>();
            for (int at = 0; at < octets.length; at += step) {
                frames.take(
                        Buffer.buffer(octets).slice(at, Math.min(octets.length, at + step)),
                        frame -> found.add(ByteBufUtil.hexDump(frame)));
            }
            assertThat(found).containsExactlyElementsOf(vectors().toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000f", "80000000", "00010001", "00000000", "ffffffff"})
    void refusesALengthThatCannotBe(String length) {
        PduFrames frames = new PduFrames(65_536);
        Buffer octets = Buffer.buffer(HexFormat.of().parseHex(length + "0000000500000000000000aa"));

        MalformedPduException refused =
                catchThrowableOfType(MalformedPduException.class, () -> frames.take(octets, frame -> {}));

        assertThat(refused.status()).isEqualTo(Status.INVALID_COMMAND_LENGTH);
        assertThat(refused.sequence()).isEqualTo(0xaa);
        assertThat(refused).hasMessage("command_length: expected 16 to 65536 octets");
    }

    @Test
    void doesNotWriteWhatIsTooLong() {
        Body body = Body.Message.of(OURS, THEIRS, 0, 0, 0, Buffer.buffer(new byte[255]), List.of());

        assertThatThrownBy(() -> hex(Pdu.request(Command.SUBMIT_SM, 1, body)))
                .hasMessage("short_message: expected at most 254 octets, found 255");
    }

    private static Pdu read(String hex) {
        return PduReader.read(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)));
    }

    private static String hex(Pdu pdu) {
        ByteBuf out = Unpooled.buffer();
        PduWriter.write(pdu, out);
        return ByteBufUtil.hexDump(out);
    }
}
