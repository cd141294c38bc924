package tributary.connector.email.automatic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BounceReaderTest {
    private static final OwnMarks OWN = new OwnMarks(Set.of("acme"), Set.of(), Set.of());

    /** All of sisimai's: what it is, whom it is about, what that means; the last two are empty where nothing bounced. */
    @ParameterizedTest
    @CsvSource({
        "bsd/arf-01, complaint,,",
        "bsd/arf-11, complaint,,",
        "bsd/arf-12, complaint,,",
        "bsd/arf-16, complaint,,",
        "bsd/arf-19, bulk,,",
        "bsd/arf-20, bulk,,",
        "bsd/arf-22, complaint,,",
        "bsd/arf-23, complaint,,",
        "bsd/arf-24, complaint,,",
        "bsd/arf-25, complaint,,",
        "bsd/arf-26, auto-reply,,",
        "bsd/lhost-activehunter-02, bounce, kijitora@example.ed.jp, HARD",
        "bsd/lhost-amazonses-06, bounce, bounce@simulator.amazonses.com, HARD",
        "bsd/lhost-courier-04, bounce, kijitora@example.cat, HARD",
        "bsd/lhost-domino-02, bounce, kijitora@example.co.jp, HARD",
        "bsd/lhost-exchange2007-04, bounce, neko-nyaan@example.jp, POLICY",
        "bsd/lhost-exim-52, bounce, kijitora@example.com, HARD",
        "bsd/lhost-ezweb-05, bounce, this-local-part-does-not-exist-on-the-server@ezweb.ne.jp, SOFT",
        "bsd/lhost-fml-03, human,,",
        "bsd/lhost-gmail-10, bounce, kijitora@6jo.example.co.jp, SOFT",
        "bsd/lhost-gmx-01, bounce, shironeko@example.jp, SOFT",
        "bsd/lhost-googlegroups-13, bounce, libsisimai@googlegroups.com, HARD",
        "bsd/lhost-googleworkspace-01, bounce, neko-nyaan-cat-meeting@google-groups.example.com, SOFT",
        "bsd/lhost-mailmarshal-02, bounce, kijitora@nyaan.example.com, HARD",
        "bsd/lhost-mcafee-03, bounce, kijitora@example.or.jp, HARD",
        "bsd/lhost-mfilter-03, bounce, kijitora@example.org, HARD",
        "bsd/lhost-mimecast-01, bounce, sabineko@neko.ef.example.org, HARD",
        "bsd/lhost-mxlogic-01, bounce, kijitora@example.co.jp, HARD",
        "bsd/lhost-office365-01, bounce, kijitora@example.com, HARD",
        "bsd/lhost-opensmtpd-15, delay, neko@nyaan.jp, SOFT",
        "bsd/lhost-powermta-03, bounce, kijitora@libsisimai.org, HARD",
        "bsd/lhost-receivingses-03, bounce, temperror@neko.example.jp, SOFT",
        "bsd/lhost-sendmail-47, bounce, pseudo-local-part-kijitora-nyaan@free.fr, HARD",
        "bsd/lhost-surfcontrol-02, bounce, kijitora@example.org, SOFT",
        "bsd/lhost-trendmicro-03, bounce, kijitora@example.jp, SOFT",
        "bsd/lhost-verizon-02, bounce, may-be-straycat-nyaaaaaan@vtext.com, HARD",
        "bsd/lhost-x6-02, bounce, kijitora@libsisimai.org, HARD",
        "bsd/lhost-yahoo-04, bounce, kijitora@example.co.jp, SOFT",
        "bsd/lhost-yandex-02, bounce, mikeneko@example.jp, HARD",
        "bsd/rfc3464-06, bounce, kijitora@example.net, HARD",
        "bsd/rfc3464-09, delay, kijitora-cat@mx4.gr3.example.jp, SOFT",
        "bsd/rfc3464-26, bounce, kijitora@example.or.jp, HARD",
        "bsd/rfc3464-36, bounce, kijitora@nyaan.example.com, SOFT",
        "bsd/rfc3464-38, bounce, kijitora-nyaan@example.jp, SOFT",
        "bsd/rfc3464-39, bounce, kijitora@nyaan.example.net, SOFT",
        "bsd/rfc3464-53, bounce, sironeko@example.jp, SOFT",
        "bsd/rfc3834-01, auto-reply,,",
        "bsd/rfc3834-02, auto-reply,,",
        "bsd/rfc3834-05, auto-reply,,",
        "bsd/rhost-cox-01, bounce, recipient55@cox.net, POLICY",
        "bsd/rhost-iua-01, bounce, neko@email.example.ua, HARD",
        "bsd/rhost-kddi-02, bounce, otsu-sakaba-hunter-neko-nyaaaaaaan@au.com, HARD",
        "bsd/rhost-microsoft-01, bounce, kijitora@example.com, POLICY",
        "bsd/rhost-outlook-09, bounce, kijitora@example.org, POLICY",
        "bsd/rhost-spectrum-01, bounce, theusername@charter.net, POLICY",
        "bsd/rhost-tencent-02, bounce, neko@qq.example.com, POLICY",
        "bsd/rhost-yahooinc-02, bounce, kijitora@y.example.ca, SOFT",
        "bsd/rhost-zoho-03, bounce, kijitora@zoho.example.com, POLICY",
        "not/is-not-bounce-01, human,,",
        "not/is-not-bounce-02, human,,",
        "not/rb-issue-368-bug, bounce, xxxx@yyyyyy.net, SOFT",
    })
    void readsThoseOfSisimai(String path, String kind, String recipient, BounceKind meaning) throws IOException {
        readsAll("sisimai/" + path + ".eml", kind, recipient, meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "chatwoot/bounced_gmail.eml, bounce, alex.jones@fictionalcorp.com, HARD",
        "chatwoot/bounced_with_no_from.eml, bounce, noreply@example-service.com, HARD",
        "enmime/dsn/testdata/delayed_dsn.raw, delay, thomas@de-montfort.ac.uk, SOFT",
        "enmime/dsn/testdata/simple_dsn.raw, bounce, louisl@larry.slip.umd.edu, SOFT",
        "flanker/messages/bounce/broken-mime.eml, bounce, info@example.net, SOFT",
        "flanker/messages/bounce/delayed-broken.eml, bounce, demo@example.com, SOFT",
        "flanker/messages/bounce/delayed.eml, bounce, foo@example.com, SOFT",
        "flanker/messages/bounce/gmail-invalid-address.eml, bounce, awfawfawfawfawfaw@someserverhere.com, HARD",
        "flanker/messages/bounce/no-mx.eml, delay, user@example.com, SOFT",
        "flanker/messages/bounce/office365.eml, bounce, noname@example.com, HARD",
        "flanker/messages/bounce/zed.eml, bounce, asdfasdfasdfasdfasdfasdfewrqertrtyrthsfgdfgadfqeadvxzvz@gmail.com, HARD",
        "mail-rb/multipart_report_emails/report_422.eml, delay, fraser@oooooooo.com.au, SOFT",
        "mimekit/messages/delivery-status-multiple-blank-lines.txt, bounce, orig_recip@customer.com, HARD",
        "mimekit/messages/delivery-status-no-blank-line.txt, bounce, newsletter-request@imusic.com, HARD",
        "mimekit/messages/delivery-status.anonymized.eml, read-receipt,,",
        "mimekit/messages/delivery-status2.txt, bounce, source@domain.com, HARD",
        "python-email/msg_16.txt, bounce, jangel1@cougar.noc.ucla.edu, HARD",
        "python-email/msg_43.txt, bounce, xxxxxxx@dot.ca.gov, POLICY",
    })
    void readsThoseOfOthers(String path, String kind, String recipient, BounceKind meaning) throws IOException {
        readsAll(path, kind, recipient, meaning);
    }

    private static void readsAll(String path, String kind, String recipient, BounceKind meaning) throws IOException {
        MailHead mail = FixtureMail.read(path);

        assertThat(AutomaticMail.classify(mail, FixtureMail.envelopeSender(mail), OWN)
                        .kind()
                        .word())
                .isEqualTo(kind);
        if (recipient != null) {
            Bounce bounce = read(mail).orElseThrow();
            assertThat(bounce.recipients().get(0).address()).isEqualTo(recipient);
            assertThat(bounce.recipients().get(0).kind()).isEqualTo(meaning);
        }
    }

    @Test
    void readsEveryPartOfAReport() throws IOException {
        MailHead mail = FixtureMail.read("sisimai/bsd/lhost-yandex-02.eml");

        Bounce bounce = read(mail).orElseThrow();

        assertThat(bounce.recipients())
                .extracting(BouncedRecipient::address, BouncedRecipient::status, BouncedRecipient::kind)
                .containsExactly(
                        tuple("mikeneko@example.jp", "5.2.1", BounceKind.HARD),
                        tuple("sabineko@example.jp", "5.2.2", BounceKind.SOFT));
        assertThat(bounce.originalMessageId()).contains("28011417886669@web21h.yandex.ru");
        assertThat(bounce.recipients().get(0).action()).isEqualTo("failed");
        assertThat(bounce.recipients().get(0).diagnostic()).startsWith("550 5.2.1 <mikeneko@example.jp>");
    }

    @Test
    void readsOurReturnAddressTheEnvelopeFirst() throws IOException {
        MailHead mail = FixtureMail.read("sisimai/bsd/lhost-powermta-03.eml");

        Optional<Bounce> fromHeader = BounceReader.read(mail, List.of(), BounceReaderTest::verp);
        Optional<Bounce> fromEnvelope =
                BounceReader.read(mail, List.of("bounce+m1.1.x@example.com"), BounceReaderTest::verp);

        assertThat(fromHeader.orElseThrow().verp())
                .contains("bounce-0000002-1111115-kijitora=libsisimai.org@mx2.neko.example.com");
        assertThat(fromEnvelope.orElseThrow().verp()).contains("bounce+m1.1.x@example.com");
    }

    private static Optional<String> verp(String address) {
        return address.startsWith("bounce") ? Optional.of(address) : Optional.empty();
    }

    @Test
    void readsQmail() throws IOException {
        reads("""
                From: MAILER-DAEMON@mx.example.org
                To: support@mail.example.com
                Subject: failure notice

                Hi. This is the qmail-send program at mx.example.org.
                I'm afraid I wasn't able to deliver your message to the following addresses.
                This is a permanent error; I've given up. Sorry it didn't work out.

                <li@example.cn>:
                Sorry, no mailbox here by that name. (#5.1.1)

                --- Below this line is a copy of the message.

                Return-Path: <support@mail.example.com>
                Message-ID: <c1.m2@mail.example.com>
                """, BounceKind.HARD, "5.1.1");
    }

    @Test
    void readsExim() throws IOException {
        reads("""
                From: Mail Delivery System <Mailer-Daemon@mx.example.org>
                To: support@mail.example.com
                Subject: Mail delivery failed: returning message to sender

                This message was created automatically by mail delivery software.

                A message that you sent could not be delivered to one or more of its
                recipients. This is a permanent error. The following address(es) failed:

                  li@example.cn
                    SMTP error from remote mail server after RCPT TO:<li@example.cn>:
                    host mx.example.cn [192.0.2.1]: 552 5.2.2 Over quota

                ------ This is a copy of the message, including all the headers. ------

                Message-ID: <c1.m2@mail.example.com>
                To: other@example.cn
                """, BounceKind.SOFT, "5.2.2");
    }

    @Test
    void readsPostfixWithoutAReport() throws IOException {
        reads("""
                From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
                To: support@mail.example.com
                Subject: Undelivered Mail Returned to Sender

                This is the mail system at host mx.example.org.

                I'm sorry to have to inform you that your message could not
                be delivered to one or more recipients.

                <li@example.cn>: host mx.example.cn[192.0.2.1] said: 550 5.7.1 Service unavailable; client
                    [192.0.2.7] blocked using zen.spamhaus.org

                Received: from x by y
                Message-ID: <c1.m2@mail.example.com>
                """, BounceKind.POLICY, "5.7.1");
    }

    @Test
    void readsQq() throws IOException {
        reads("""
                From: PostMaster@qq.com
                To: support@mail.example.com
                Subject: 来自qq.com的退信
                Content-Type: text/plain; charset=utf-8

                抱歉，您的邮件被退回来了……

                原邮件信息：
                时间： 2026-01-02 10:20:00
                主题： 订单
                收件人： li@example.cn

                退信原因：
                收件人邮箱地址（li@example.cn）不存在，邮件无法送达。
                host mx.example.cn said: 550 Mailbox not found

                Message-ID: <c1.m2@mail.example.com>
                """, BounceKind.HARD, "");
    }

    @Test
    void readsNetEase() throws IOException {
        reads("""
                From: Postmaster@163.com
                To: support@mail.example.com
                Subject: 系统退信
                Content-Type: text/plain; charset=utf-8

                您好，很抱歉您发送的邮件被退回，以下是该邮件的相关信息：
                被退回邮件 主 题：订单
                时 间：2026-01-02 10:20:00
                无法发送到 li@example.cn
                退信原因 对方邮箱已满

                原邮件
                Message-ID: <c1.m2@mail.example.com>
                """, BounceKind.SOFT, "");
    }

    private static void reads(String raw, BounceKind kind, String status) throws IOException {
        MailHead mail = FixtureMail.of(raw);

        assertThat(AutomaticMail.classify(mail, "", OWN).kind()).isEqualTo(AutomaticKind.BOUNCE);
        Bounce bounce = read(mail).orElseThrow();
        assertThat(bounce.recipients()).hasSize(1);
        assertThat(bounce.recipients().get(0).address()).isEqualTo("li@example.cn");
        assertThat(bounce.recipients().get(0).kind()).isEqualTo(kind);
        assertThat(bounce.recipients().get(0).status()).isEqualTo(status);
        assertThat(bounce.originalMessageId()).contains("c1.m2@mail.example.com");
    }

    private static Optional<Bounce> read(MailHead mail) {
        return BounceReader.read(mail, List.of(), address -> Optional.empty());
    }
}
