package tributary.connector.email.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tributary.connector.email.reply.ReplySpans.Kind;
import tributary.connector.email.reply.ReplySpans.Span;

/** What holds for any text: the spans cover it, and the work is linear. */
class ReplySpansTest {
    private static final int TEXTS = 5_000;

    /** Lines and scraps that mean something, so that chance puts together what rules do not expect. */
    private static final List<String> SCRAPS = List.of(
            "> ",
            ">",
            ">>",
            "| ",
            "On ",
            "On Fri, Jan 2, 2026 at 10:20 AM Li <li@example.cn> wrote:",
            "wrote:",
            "写道：",
            "在 2026年1月2日，10:20，客服 <a@b.cn> 写道：",
            "-----Original Message-----",
            "From: a@b.cn",
            "To: c@d.cn",
            "Sent: Friday, January 2, 2026 10:20",
            "Subject: x",
            "发件人：",
            "主题：",
            "收件人：",
            "-- ",
            "--",
            "____",
            "```",
            "---------- Forwarded message ---------",
            "-- Please reply above this line --",
            "Best regards",
            "此致",
            "敬礼",
            "发自我的 iPhone",
            "Sent from my iPhone",
            "hello there",
            "你好",
            "JD> ",
            "<",
            "@",
            ":",
            "\n",
            "\n",
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            " ",
            "\t",
            "\u00a0",
            "\u3000",
            "\ufeff",
            "\u0000",
            "\ud83d",
            "\udc00",
            "*",
            "x".repeat(700));

    @Test
    void coversAnyTextInOrderWithoutGapOrOverlap() {
        Random random = new Random(20260102);
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);

            ReplySpans spans = ReplyText.spans(text);

            assertThat(covers(spans)).as(text).isTrue();
        }
    }

    @Test
    void neverAnswersWithNothingUnlessThereIsNothing() {
        Random random = new Random(778);
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random);

            assertThat(ReplyText.spans(text).reply().isBlank()).as(text).isEqualTo(text.isBlank());
        }
    }

    @Test
    void hasNoSpansForAnEmptyText() {
        assertThat(ReplyText.spans("").spans()).isEmpty();
        assertThat(ReplyText.spans("").reply()).isEmpty();
    }

    @Test
    void putsWhatFollowsTheLastLineLookedAtWhereThatIs() {
        String quoted =
                "Yes.\n\nOn Fri, Jan 2, 2026 at 10:20 AM Li <li@example.cn> wrote:\n" + "> again\n".repeat(3000);
        String written = "again\n".repeat(3000) + "> at the end\n";

        assertThat(ReplyText.spans(quoted).reply()).isEqualTo("Yes.");
        assertThat(ReplyText.spans(written).spans()).containsExactly(new Span(Kind.REPLY, 0, written.length()));
    }

    static Stream<Arguments> hostile() {
        return Stream.of(
                Arguments.of("angles", ">"),
                Arguments.of("spaces", " "),
                Arguments.of("angles and spaces", "> "),
                Arguments.of("quoted lines", "> x\n"),
                Arguments.of("lines that begin like an attribution", "On \n"),
                Arguments.of("a line that begins like an attribution often", "On Fri, Jan 2, 2026 at 10:20 "),
                Arguments.of("attributions without an end", "On Fri, Jan 2, 2026 at 10:20 AM Li <li@example.cn>\n"),
                Arguments.of("attributions", "On Fri, Jan 2, 2026 at 10:20 AM Li <li@example.cn> wrote:\n> x\n"),
                Arguments.of("labels", "From: a@b.cn\n"),
                Arguments.of("headers", "x\nFrom: a@b.cn\nTo: c\n\n"),
                Arguments.of("one long line", "x"),
                Arguments.of("one long line of digits", "1:"),
                Arguments.of("one long line of words", "wrote wrote "),
                Arguments.of("one long line of Chinese", "写"),
                Arguments.of("empty lines", "\n"),
                Arguments.of("rows of dashes", "----\n"),
                Arguments.of("rows of dashes and blanks", "\n----\nx\n"),
                Arguments.of("mobile lines", "Sent from my iPhone\n"),
                Arguments.of("closings", "Best regards\n\n"),
                Arguments.of("fences", "```\n"),
                Arguments.of("bars", "|\n"),
                Arguments.of("initials", "JD> x\n"));
    }

    /** The most work there is for a line, whatever it holds, and a step for each character. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void worksInStepsThatGrowNoFasterThanTheText(String name, String scrap) {
        String text = "hello\n" + scrap.repeat(100_000 / scrap.length());

        long bound = 2L * text.length()
                + 60L * Lines.WIDTH * Math.min(Lines.LIMIT, text.lines().count());

        assertThat(ReplyText.steps(text)).as(name).isLessThan(bound);
        assertThat(ReplyText.steps(text + text)).as(name).isLessThan(4 * ReplyText.steps(text) + Lines.WIDTH);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(SCRAPS.get(random.nextInt(SCRAPS.size()))).append(random.nextInt(3) == 0 ? "\n" : "");
        }
        return text.toString();
    }

    private static boolean covers(ReplySpans spans) {
        int at = 0;
        for (Span span : spans.spans()) {
            if (span.from() != at || span.to() <= at) {
                return false;
            }
            at = span.to();
        }
        return at == spans.text().length();
    }
}
