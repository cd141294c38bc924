package tributary.connector.email.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubjectLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "订单 48",
                "Re: 订单 48",
                "RE: FW: 订单 48",
                "Re[2]: 订单   48",
                "回复：答复: 订单 48",
                "转发：订单 48",
                "Fwd: AW: WG: SV: VS: Antw: TR: RV: 订单 48",
                "轉寄: 回覆： 订单 48",
                "自动回复：订单 48",
                "Re: 订单 48 [#48213-k7q2]",
                "Re: [#48213] 订单 48"
            })
    void comparesWithoutWhatMailProgramsAdd(String subject) {
        assertThat(SubjectLine.normalised(subject)).isEqualTo("订单 48");
    }

    @ParameterizedTest
    @CsvSource({
        "订单,Re: 订单",
        "Re: 订单,Re: 订单",
        "RE: Re: 回复：订单,Re: 订单",
        "Re: Fwd: 发票,Re: Fwd: 发票",
        "Fwd: Re: 发票,Re: Fwd: Re: 发票",
        "reply wanted,Re: reply wanted",
        "'',Re:"
    })
    void answersWithOneRe(String subject, String answer) {
        assertThat(SubjectLine.reply(subject)).isEqualTo(answer);
    }

    @Test
    void staysLinear() {
        String spaces = "re" + " ".repeat(200_000) + "x";
        String prefixes = "re: ".repeat(100_000);

        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            SubjectLine.normalised(spaces);
            SubjectLine.reply(spaces);
            SubjectLine.normalised(prefixes);
        });
    }
}
