package tributary.connector.email.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The forms in which mail programs pass a mail on; the sheet's section 8 says where each was seen. */
class ForwardedHeaderTest {

    @Test
    void readsGmail() {
        ForwardedHeader found = found("Fwd: lamp", """
                Please take this.

                ---------- Forwarded message ---------
                From: Zhao Lei <zhao@lamp.example>
                Date: Fri, Jan 2, 2026 at 10:20 AM
                Subject: broken lamp
                To: <sales@example.com>

                My lamp is broken.
                """);

        assertThat(found.from()).isEqualTo("Zhao Lei <zhao@lamp.example>");
        assertThat(found.subject()).isEqualTo("broken lamp");
        assertThat(found.body()).isEqualTo("My lamp is broken.");
    }

    @Test
    void readsOutlookInEnglishAndChinese() {
        ForwardedHeader english = found("FW: lamp", """
                From: Zhao Lei <zhao@lamp.example>
                Sent: Friday, January 2, 2026 10:20 AM
                To: Sales <sales@example.com>
                Subject: broken lamp

                My lamp is broken.
                """);
        ForwardedHeader chinese = found("转发: 灯坏了", """
                请处理

                发件人: 赵磊 [mailto:zhao@lamp.example]
                发送时间: 2026年1月2日 18:21
                收件人: 'sales@example.com' <sales@example.com>
                主题: 灯坏了

                我的灯坏了。
                """);

        assertThat(english.from()).isEqualTo("Zhao Lei <zhao@lamp.example>");
        assertThat(english.body()).isEqualTo("My lamp is broken.");
        assertThat(chinese.from()).isEqualTo("赵磊 [mailto:zhao@lamp.example]");
        assertThat(chinese.subject()).isEqualTo("灯坏了");
        assertThat(chinese.body()).isEqualTo("我的灯坏了。");
    }

    @Test
    void readsQqFoxmailAndNetEase() {
        ForwardedHeader qq = found("转发：退货", """
                请处理

                ------------------ 原始邮件 ------------------
                发件人: "孙小姐"<sun@qq.example>;
                发送时间: 2026年1月2日(星期五) 上午11:18
                收件人: "sales"<sales@example.com>;
                主题: 退货

                我要退货。
                """);
        ForwardedHeader foxmail = found("Fw: 退货", """
                发件人： 孙小姐 <sun@qq.example>
                发送时间： 2026-01-02 10:20
                收件人： sales
                主题： 退货

                我要退货。
                """);
        ForwardedHeader netease = found("Fw:退货", """
                -------- 转发邮件信息 --------
                发件人："孙小姐" <sun@qq.example>
                发送日期：2026-01-02 11:20:38
                收件人：sales@example.com
                主题：退货

                我要退货。
                """);

        assertThat(qq.from()).isEqualTo("\"孙小姐\"<sun@qq.example>;");
        assertThat(foxmail.from()).isEqualTo("孙小姐 <sun@qq.example>");
        assertThat(netease.from()).isEqualTo("\"孙小姐\" <sun@qq.example>");
        assertThat(netease.body()).isEqualTo("我要退货。");
    }

    @Test
    void readsAppleMailWithAndWithoutMarksOfQuotation() {
        ForwardedHeader plain = found("Fwd: lamp", """
                Begin forwarded message:

                From: Zhao Lei <zhao@lamp.example>
                Subject: broken lamp
                Date: January 2, 2026 at 10:20:38 AM GMT+8
                To: sales@example.com

                My lamp is broken.
                """);
        ForwardedHeader marked = found("Fwd: lamp", """
                Begin forwarded message:

                > From: Zhao Lei <zhao@lamp.example>
                > Subject: broken lamp
                > Date: January 2, 2026 at 10:20:38 AM GMT+8
                > To: sales@example.com
                >
                > My lamp is broken.
                """);

        assertThat(plain.from()).isEqualTo(marked.from()).isEqualTo("Zhao Lei <zhao@lamp.example>");
        assertThat(plain.body()).isEqualTo(marked.body()).isEqualTo("My lamp is broken.");
    }

    @Test
    void joinsAnAddressThatWasTornOff() {
        ForwardedHeader found = found("Fwd: lamp", """
                ---------- Forwarded message ---------
                From: Zhao Lei of the very long department of lamps
                <zhao@lamp.example>
                Date: Fri, Jan 2, 2026 at 10:20 AM
                Subject: broken lamp
                To: <sales@example.com>

                Text.
                """);

        assertThat(found.from()).endsWith("lamps <zhao@lamp.example>");
    }

    @Test
    void takesNoAnswerForAForward() {
        String answer = """
                Thank you!

                From: Support <support@example.com>
                Sent: Friday, January 2, 2026 10:20 AM
                To: Zhao Lei <zhao@lamp.example>
                Subject: RE: broken lamp

                It left yesterday.
                """;

        assertThat(ForwardedHeader.find(answer, "RE: broken lamp")).isEmpty();
        assertThat(ForwardedHeader.find("Fwd: means forward.\n\nFrom: here on it is prose.", "Fwd: x"))
                .isEmpty();
    }

    private static ForwardedHeader found(String subject, String text) {
        return ForwardedHeader.find(text, subject).orElseThrow();
    }
}
