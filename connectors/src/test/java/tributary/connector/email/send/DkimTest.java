package tributary.connector.email.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Test;
import tributary.config.Secret;

/** Apache jDKIM verifies what we sign. */
class DkimTest {
    private static final KeyPair PAIR = pair(2048);
    private static final SendConfig.Dkim DKIM = new SendConfig.Dkim("Example.com", "s1", pem(PAIR));

    @Test
    void signsWhatAReaderSees() throws Exception {
        SentMail sent = sent(Mails.draft()
                .from("客户支持")
                .to(new Recipient("李雷", "li@example.cn"))
                .cc("han@example.cn")
                .subject("关于订单发货问题的咨询".repeat(6))
                .text("你好\n\n. dots\n  indented   words \n-- \nSupport \n\n\n  \n")
                .answers("<q1@qq.com>", "<q0@qq.com>")
                .mail());

        SignatureRecord signature = verified(sent);
        assertThat(signature.getDToken()).hasToString("example.com");
        assertThat(signature.getSelector()).hasToString("s1");
        assertThat(sent.head()).contains("c=relaxed/relaxed");
        assertThat(signature.getHeaders().stream().map(CharSequence::toString))
                .contains("From", "Reply-To", "Subject", "Date", "To", "Cc", "Message-ID", "In-Reply-To")
                .contains("References", "MIME-Version", "Content-Type");
    }

    @Test
    void signsTextsThatTheClientDoesNotEncode() throws Exception {
        verified(sent(Mails.draft().text("  plain   text \t\n\n\n.\n \nend").mail()));
        verified(sent(Mails.draft().text("").mail()));
        verified(sent(Mails.draft().text("\n\n\n").mail()));
        verified(sent(Mails.draft().text("a\n  \n  ").html("<p>a  b</p>\n\n \n").mail()));
    }

    @Test
    void signsFilesOfAllSizes() throws Exception {
        byte[] large = new byte[700_001];
        new Random(7).nextBytes(large);

        verified(sent(Mails.draft()
                .html("<p><img src='cid:pic'></p>")
                .files(
                        Mails.image("图  片.png", "pic", new byte[] {1, 2, 3}),
                        Mails.file("a  b\tc.txt", "text/plain", new byte[0]),
                        Mails.file("发票 2026.pdf", "application/pdf", large),
                        Mails.file("x".repeat(150) + ".pdf", "application/pdf", new byte[57 * 512 * 3]))
                .mail()));
    }

    @Test
    void isBrokenByAnyChange() throws Exception {
        SentMail sent = sent(Mails.draft().subject("Order").text("pay 100").mail());

        assertThatThrownBy(() -> verified(new SentMail(sent.raw().replace("pay 100", "pay 900"))))
                .isInstanceOf(FailException.class);
        assertThatThrownBy(() -> verified(new SentMail(sent.raw().replace("Subject: Re: Order", "Subject: Re: other"))))
                .isInstanceOf(FailException.class);
        assertThatThrownBy(() -> verified(new SentMail("From: x@evil.example\r\n" + sent.raw())))
                .isInstanceOf(FailException.class);
    }

    @Test
    void saysWhichKeyItWantsWithoutShowingTheOneItGot() {
        assertThatThrownBy(() -> new SendConfig.Dkim("example.com", "s1", new Secret("c2VjcmV0")))
                .hasMessage(
                        "private-key: expected an RSA key in PEM (BEGIN PRIVATE KEY, PKCS #8), found something else");
        assertThatThrownBy(() -> new SendConfig.Dkim("example.com", "s1", new Secret("§$%")))
                .hasMessageStartingWith("private-key: expected an RSA key in PEM");
        assertThatThrownBy(() -> new SendConfig.Dkim("example.com", "s1", pem(pair(512))))
                .hasMessage("private-key: expected an RSA key of at least 1024 bits, found 512");
        assertThatThrownBy(() -> new SendConfig.Dkim("exam ple", "s1", pem(PAIR)))
                .hasMessageStartingWith("domain: ");
        assertThatThrownBy(() -> new SendConfig.Dkim("example.com", "a b", pem(PAIR)))
                .hasMessageStartingWith("selector: ");
    }

    private static SentMail sent(OutboundMail mail) throws Exception {
        return SentMail.of(mail, Mails.config(1, Optional.of(DKIM), SendConfig.Addresses.MARKED, false, 1));
    }

    private static SignatureRecord verified(SentMail sent) throws Exception {
        String record = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(PAIR.getPublic().getEncoded());
        List<SignatureRecord> signatures = new DKIMVerifier((method, selector, domain) -> List.of(record))
                .verify(new ByteArrayInputStream(sent.bytes()));
        assertThat(signatures).hasSize(1);
        return signatures.get(0);
    }

    private static Secret pem(KeyPair pair) {
        return new Secret("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n");
    }

    private static KeyPair pair(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
