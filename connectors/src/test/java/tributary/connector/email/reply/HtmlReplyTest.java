package tributary.connector.email.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.connector.email.reply.ReplySpans.Kind;
import tributary.connector.email.reply.ReplySpans.Span;

/** The containers of mail programs, asked when the text shows no quote. */
class HtmlReplyTest {
    private static final String TEXT = "Ndiyo.\n\nSupport aliandika hivi\n\nJe, ni sawa?\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p>Ndiyo.</p><div class=gmail_quote>Support aliandika hivi<blockquote>Je, ni sawa?</blockquote></div>",
                "<p>Ndiyo.</p><div class=moz-cite-prefix>Support aliandika hivi</div><blockquote type=cite>Je, ni sawa?</blockquote>",
                "<p>Ndiyo.</p><div id=divRplyFwdMsg>Support aliandika hivi</div><div>Je, ni sawa?</div>",
                "<p>Ndiyo.</p><div id=appendonsend></div><hr><div>Support aliandika hivi</div><div>Je, ni sawa?</div>",
                "<p>Ndiyo.</p><div style='border:none;border-top:solid #E1E1E1 1.0pt'>Support aliandika hivi</div><p>Je, ni sawa?",
                "<p>Ndiyo.</p><hr data-marker='__DIVIDER__'>Support aliandika hivi<p>Je, ni sawa?",
                "<p>Ndiyo.</p><div class=yahoo_quoted>Support aliandika hivi<br>Je, ni sawa?</div>",
                "<p>Ndiyo.</p><div name=quote>Support aliandika hivi<br>Je, ni sawa?</div>",
                "<p>Ndiyo.</p><blockquote id=isReplyContent>Support aliandika hivi<br>Je, ni sawa?</blockquote>",
                "<style>p{}</style><p>Ndiyo.</p><div class=protonmail_quote>Support aliandika hivi<br>Je, ni sawa?</div>"
            })
    void findsTheQuoteOfAnUnknownLanguage(String html) {
        ReplySpans spans = ReplyText.spans(TEXT, Optional.of(html), "Re: x");

        assertThat(spans.spans()).containsExactly(new Span(Kind.REPLY, 0, 8), new Span(Kind.QUOTE, 8, TEXT.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<div class=gmail_quote>Support aliandika hivi</div><p>Ndiyo.</p>",
                "<p>Ndiyo.</p><div class=gmail_quote>Support aliandika hivi</div><p>Je, ni sawa?</p>",
                "<p>Another text.</p><div class=gmail_quote>Support aliandika hivi</div>",
                "<p>Ndiyo. Support aliandika hivi Je, ni sawa?</p><div class=gmail_quote></div>",
                "<p>Ndiyo.</p><p>Support aliandika hivi</p><p>Je, ni sawa?</p>",
                ""
            })
    void leavesTheTextWhereTheyDisagreeOrWordsFollow(String html) {
        ReplySpans spans = ReplyText.spans(TEXT, Optional.of(html), "Re: x");

        assertThat(spans.spans()).containsExactly(new Span(Kind.REPLY, 0, TEXT.length()));
    }

    @Test
    void leavesAForwardInTheSameContainer() {
        String text = "See.\n\n---------- Forwarded message ---------\nJe, ni sawa?\n";
        String html = "<p>See.</p><div class=gmail_quote>---------- Forwarded message ---------<br>Je, ni sawa?</div>";

        assertThat(ReplyText.spans(text, Optional.of(html), "").spans())
                .containsExactly(new Span(Kind.REPLY, 0, text.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Fwd: Order", "FW: Order", "转发：订单", "轉寄: 訂單", "WG: Bestellung"})
    void leavesWhatStandsUnderACopiedHeaderIfTheSubjectSaysForward(String subject) {
        String text =
                "See.\n\nFrom: a@example.com\nSent: January 2, 2026\nTo: b@example.com\nSubject: Order\n\nSorry.\n";

        assertThat(ReplyText.spans(text, Optional.empty(), subject).spans())
                .containsExactly(new Span(Kind.REPLY, 0, text.length()));
        assertThat(ReplyText.spans(text, Optional.empty(), "Re: " + subject).reply())
                .isEqualTo("See.");
    }
}
