package tributary.connector.email.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tributary.connector.Delivery;

/** A receiver that is not ours takes what we send. */
class GreenMailTest {
    private final GreenMail receiver = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private Vertx vertx;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        receiver.start();
    }

    @AfterEach
    void stop() throws Exception {
        receiver.stop();
        get(vertx.close());
    }

    @Test
    void bringsTextAndFilesToAllRecipients() throws Exception {
        byte[] large = new byte[2_000_000];
        new java.util.Random(3).nextBytes(large);
        OutboundMail mail = Mails.draft()
                .from("客户支持")
                .to("li@example.cn")
                .cc("han@example.cn")
                .bcc("boss@example.com")
                .subject("关于订单发货问题的咨询")
                .text("你好\n.\n再见")
                .files(Mails.file("发票.pdf", "application/pdf", large))
                .mail();
        MailSender sender =
                new MailSender(vertx, Mails.config(receiver.getSmtp().getPort()), Mails.INBOX, "support", Mails.MARKS);

        Delivery delivery = get(sender.send(mail));

        assertThat(delivery).isInstanceOf(Delivery.Accepted.class);
        MimeMessage[] received = receiver.getReceivedMessages();
        assertThat(received).hasSize(3).allSatisfy(one -> {
            assertThat(one.getSubject()).isEqualTo("Re: 关于订单发货问题的咨询");
            assertThat(one.getMessageID()).isEqualTo('<' + ((Delivery.Accepted) delivery).externalId() + '>');
            assertThat(one.getHeader("Bcc")).isNull();
            Multipart parts = (Multipart) one.getContent();
            assertThat(parts.getBodyPart(1).getFileName()).isEqualTo("发票.pdf");
            assertThat(parts.getBodyPart(1).getInputStream().readAllBytes()).isEqualTo(large);
            Multipart texts = (Multipart) parts.getBodyPart(0).getContent();
            assertThat(texts.getBodyPart(0).getContent().toString().replace("\r\n", "\n"))
                    .isEqualTo("你好\n.\n再见");
        });
        sender.close();
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
