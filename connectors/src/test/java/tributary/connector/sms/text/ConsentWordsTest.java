package tributary.connector.sms.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.connector.sms.text.ConsentWords.Meaning;

class ConsentWordsTest {

    private final ConsentWords words = new ConsentWords(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STOP",
                " stop. ",
                "Stop!",
                "\"stop\"",
                "STOPALL",
                "unsubscribe",
                "Cancel",
                "END",
                "quit",
                "OptOut",
                "revoke",
                "退订",
                "【退订】",
                "TD",
                "ｔｄ",
                "回复TD退订。"
            })
    void understandsThatSomebodyWantsNoMore(String text) {
        assertThat(words.meaning(text, false)).isEqualTo(Meaning.STOP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"please stop", "stop it", "T", "N", "R", "the end", "我要退订我的会员", "", "?", "don't stop", "stopp"})
    void leavesOrdinaryWordsAlone(String text) {
        assertThat(words.meaning(text, false)).isEqualTo(Meaning.NONE);
    }

    @Test
    void knowsTheFurtherWordsOfAnInbox() {
        assertThat(new ConsentWords(List.of("T", "n")).meaning("t", false)).isEqualTo(Meaning.STOP);
    }

    @Test
    void takesYesForStartOnlyAfterStop() {
        assertThat(words.meaning("START", false)).isEqualTo(Meaning.START);
        assertThat(words.meaning("Yes!", true)).isEqualTo(Meaning.START);
        assertThat(words.meaning("Yes!", false)).isEqualTo(Meaning.NONE);
    }

    @Test
    void knowsHelp() {
        assertThat(words.meaning("help?", false)).isEqualTo(Meaning.HELP);
        assertThat(words.meaning("INFO", true)).isEqualTo(Meaning.HELP);
    }
}
