package tributary.connector.sms.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.connector.sms.text.DataCoding.Usual;

class UserDataTest {

    @Test
    void readsAnEightBitReference() {
        UserData read = UserData.read(octets("050003a702017b2c4e006bb5")).orElseThrow();

        assertThat(read.part()).contains(new PartMark("udh8", "167", 2, 1));
        assertThat(DataCoding.decode(DataCoding.UCS2, read.body().getBytes(), Usual.GSM7))
                .contains("第一段");
    }

    @Test
    void readsASixteenBitReference() {
        UserData read = UserData.read(octets("06080412340302706172742074776f")).orElseThrow();

        assertThat(read.part()).contains(new PartMark("udh16", "4660", 3, 2));
        assertThat(DataCoding.decode(DataCoding.DEFAULT, read.body().getBytes(), Usual.GSM7))
                .contains("part two");
    }

    @Test
    void skipsElementsThatSayNothingOfParts() {
        UserData ports = UserData.read(octets("0b" + "050415820000" + "0003a70202" + "41"))
                .orElseThrow();

        assertThat(ports.part()).contains(new PartMark("udh8", "167", 2, 2));
        assertThat(ports.body().toString()).isEqualTo("A");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "05", "ff0003a70201", "0500", "050003a702", "0500ffa7020141", "01004142"})
    void callsABrokenHeaderNoHeader(String hex) {
        assertThat(UserData.read(octets(hex))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"050003a7000141", "050003a7020041", "050003a7020341", "050003a7010141"})
    void takesNumbersThatMakeNoSenseForASingleMessage(String hex) {
        assertThat(UserData.read(octets(hex)).orElseThrow().part()).isEmpty();
    }

    @Test
    void neverFailsOnAnyOctets() {
        Random random = new Random(7);
        for (int trial = 0; trial < 20_000; trial++) {
            byte[] octets = new byte[random.nextInt(20)];
            random.nextBytes(octets);

            UserData.read(octets)
                    .ifPresent(read -> assertThat(read.body().length()).isLessThan(octets.length));
        }
    }

    @Test
    void keepsHalfASurrogatePairAndDropsAnOddOctet() {
        assertThat(DataCoding.decode(DataCoding.UCS2, octets("4f60d83d"), Usual.GSM7))
                .contains("你\uD83D");
        assertThat(DataCoding.decode(DataCoding.UCS2, octets("4f6041"), Usual.GSM7))
                .contains("你");
    }

    @Test
    void knowsEachCodingAndCallsBinaryNoText() {
        byte[] octets = {'@', 0x40, (byte) 0xE9};

        assertThat(DataCoding.decode(0, new byte[] {0}, Usual.GSM7)).contains("@");
        assertThat(DataCoding.decode(0, octets, Usual.LATIN1)).contains("@@é");
        assertThat(DataCoding.decode(3, octets, Usual.GSM7)).contains("@@é");
        assertThat(DataCoding.decode(0xF1, new byte[] {'h', 'i'}, Usual.GSM7)).contains("hi");
        for (int binary : new int[] {2, 4, 0xF4, 0xF5, 9}) {
            assertThat(DataCoding.decode(binary, octets, Usual.GSM7)).isEmpty();
        }
    }

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
