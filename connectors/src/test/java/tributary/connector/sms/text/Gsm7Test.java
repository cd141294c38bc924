package tributary.connector.sms.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class Gsm7Test {

    private static final HexFormat HEX = HexFormat.of();

    @Test
    void packsAsTheSheetComputed() {
        assertThat(hex(Gsm7.pack(Gsm7.encode("hellohello").orElseThrow()))).isEqualTo("e8329bfd4697d9ec37");
        assertThat(hex(Gsm7.encode("€[]").orElseThrow())).isEqualTo("1b651b3c1b3e");
        assertThat(hex(Gsm7.pack(Gsm7.encode("€[]").orElseThrow()))).isEqualTo("9bf286b7f101");
    }

    @Test
    void unpacksWhatItPacked() {
        byte[] septets = Gsm7.encode("The quick brown fox {jumps} over 13 lazy dogs @ £5")
                .orElseThrow();

        assertThat(Gsm7.unpack(Gsm7.pack(septets), septets.length)).isEqualTo(septets);
        assertThatThrownBy(() -> Gsm7.unpack(new byte[7], 9)).hasMessage("septets: expected at most 8, found 9");
    }

    @Test
    void decodesEveryCharacterItEncodes() {
        for (char character = 0; character < 0xFFFF; character++) {
            if (Gsm7.septets(character) > 0) {
                String text = String.valueOf(character);

                byte[] octets = Gsm7.encode(text).orElseThrow();

                assertThat(octets).hasSize(Gsm7.septets(character));
                assertThat(Gsm7.decode(octets)).isEqualTo(text);
            }
        }
    }

    @Test
    void hasAnAtSignAtZeroAndNoEscapeAsACharacter() {
        assertThat(Gsm7.decode(new byte[] {0, 0x1B, 0x65})).isEqualTo("@€");
        assertThat(Gsm7.septets('\u001B')).isZero();
        assertThat(Gsm7.encode("你")).isEmpty();
    }

    @Test
    void showsTheDefaultCharacterOfAnUnknownEscapeAndASpaceForAnEscapeAtTheEnd() {
        assertThat(Gsm7.decode(new byte[] {0x1B, 'a', 0x1B, 0x1B, 0x1B})).isEqualTo("a  ");
    }

    private static String hex(byte[] octets) {
        return HEX.formatHex(octets);
    }
}
