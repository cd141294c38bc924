package tributary.connector.email.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tributary.connector.email.auth.dkim.DkimResult;
import tributary.connector.email.auth.dkim.RfcMails;
import tributary.connector.email.auth.dkim.Signer;
import tributary.connector.email.auth.dns.DnsConfig;
import tributary.connector.email.auth.dns.MailDns;
import tributary.connector.email.auth.dns.NameServer;
import tributary.connector.email.auth.spf.SpfResult;

@ExtendWith(VertxExtension.class)
class MailAuthenticatorTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);
    private static final String PEER = "192.0.2.9";
    private static final String MAIL =
            "From: Li <li@mail.example.cn>\r\nTo: a@example.com\r\nSubject: hello\r\n\r\nHello\r\n";

    private Duration time = Duration.ofSeconds(20);
    private NameServer names;
    private MailDns dns;

    @BeforeEach
    void open() throws InterruptedException {
        names = new NameServer();
    }

    @AfterEach
    void close() {
        dns.close();
        names.close();
    }

    @Test
    void verifiesByAnAlignedSignature(Vertx vertx) throws Exception {
        Signer signer = Signer.rsa(2048);
        names.txt("sel._domainkey.example.cn", signer.record()).txt("_dmarc.example.cn", "v=DMARC1; p=reject");

        AuthenticationResult result =
                check(vertx, signer.sign(MAIL, "example.cn", "relaxed/relaxed", ""), "x@other.org");

        assertThat(result.level()).isEqualTo(AuthenticationLevel.VERIFIED);
        assertThat(result.dmarc()).isEqualTo(new DmarcVerdict("pass", "reject"));
        assertThat(result.domain()).isEqualTo("mail.example.cn");
        assertThat(result.source()).isEqualTo("own");
        assertThat(result.flags()).isEmpty();
    }

    @Test
    void verifiesBySignatureWithoutAnyPolicy(Vertx vertx) throws Exception {
        names.txt(RfcMails.ED25519_KEY_NAME, RfcMails.ED25519_KEY).txt(RfcMails.RSA_KEY_NAME, RfcMails.RSA_KEY);

        AuthenticationResult result = check(
                vertx, RfcMails.RFC_8463, "joe@football.example.com", List.of("joe@football.example.com"), List.of());

        assertThat(result.level()).isEqualTo(AuthenticationLevel.VERIFIED);
        assertThat(result.dmarc().result()).isEqualTo("none");
        assertThat(result.dkim()).hasSize(2).allMatch(verdict -> verdict.result() == DkimResult.PASS);
    }

    @Test
    void verifiesByHostUnderAPolicyAndIsWeakWithoutOne(Vertx vertx) throws Exception {
        names.txt("mail.example.cn", "v=spf1 ip4:192.0.2.0/24 -all");

        assertThat(check(vertx, MAIL, "li@mail.example.cn").level()).isEqualTo(AuthenticationLevel.WEAK);

        dns.close();
        names.txt("_dmarc.mail.example.cn", "v=DMARC1; p=none");
        assertThat(check(vertx, MAIL, "li@mail.example.cn").level()).isEqualTo(AuthenticationLevel.VERIFIED);
    }

    @Test
    void knowsNothingOfAHostOfAnotherDomain(Vertx vertx) throws Exception {
        names.txt("other.org", "v=spf1 ip4:192.0.2.9 -all");

        AuthenticationResult result = check(vertx, MAIL, "x@other.org");

        assertThat(result.spf().result()).isEqualTo(SpfResult.PASS);
        assertThat(result.level()).isEqualTo(AuthenticationLevel.NONE);
    }

    @Test
    void failsWhatTheDomainDisowns(Vertx vertx) throws Exception {
        names.txt("_dmarc.example.cn", "v=DMARC1; p=none; sp=quarantine");

        assertThat(check(vertx, MAIL, "x@other.org").level()).isEqualTo(AuthenticationLevel.FAIL);
    }

    @Test
    void doesNotFailWhatTheDomainOnlyWatches(Vertx vertx) throws Exception {
        names.txt("_dmarc.example.cn", "v=DMARC1; p=none");

        AuthenticationResult result = check(vertx, MAIL, "x@other.org");

        assertThat(result.dmarc()).isEqualTo(new DmarcVerdict("fail", "none"));
        assertThat(result.level()).isEqualTo(AuthenticationLevel.NONE);
    }

    @Test
    void keepsToStrictAlignment(Vertx vertx) throws Exception {
        Signer signer = Signer.ed25519();
        names.txt("sel._domainkey.example.cn", signer.record())
                .txt("_dmarc.mail.example.cn", "v=DMARC1; p=reject; adkim=s");

        AuthenticationResult result =
                check(vertx, signer.sign(MAIL, "example.cn", "relaxed/relaxed", ""), "x@other.org");

        assertThat(result.level()).isEqualTo(AuthenticationLevel.FAIL);
    }

    @Test
    void doesNotTakeACountrySuffixForAnOrganisation(Vertx vertx) throws Exception {
        Signer signer = Signer.ed25519();
        names.txt("sel._domainkey.evil.com.cn", signer.record());
        String mail = MAIL.replace("mail.example.cn", "bank.com.cn");

        AuthenticationResult result = check(
                vertx,
                signer.sign(mail, "evil.com.cn", "relaxed/relaxed", ""),
                "",
                List.of("li@bank.com.cn"),
                List.of());

        assertThat(result.dkim()).extracting("result").containsExactly(DkimResult.PASS);
        assertThat(result.level()).isEqualTo(AuthenticationLevel.NONE);
    }

    @Test
    void readsAKeyBehindAnAliasThatNeedsTcp(Vertx vertx) throws Exception {
        Signer signer = Signer.rsa(4096);
        names.txt("sel.keys.example.net", signer.record()).cname("sel._domainkey.example.cn", "sel.keys.example.net");

        AuthenticationResult result =
                check(vertx, signer.sign(MAIL, "example.cn", "relaxed/relaxed", ""), "x@other.org");

        assertThat(result.level()).isEqualTo(AuthenticationLevel.VERIFIED);
    }

    @Test
    void isSilentAboutMailWhenNobodyAnswers(Vertx vertx) throws Exception {
        Signer signer = Signer.ed25519();
        names.silent("sel._domainkey.example.cn").silent("mail.example.cn").silent("_dmarc.mail.example.cn");
        time = Duration.ofMillis(300);

        AuthenticationResult result =
                check(vertx, signer.sign(MAIL, "example.cn", "relaxed/relaxed", ""), "li@mail.example.cn");

        assertThat(result.level()).isEqualTo(AuthenticationLevel.NONE);
        assertThat(result.spf().result()).isEqualTo(SpfResult.TEMPERROR);
        assertThat(result.dkim()).extracting("result").containsExactly(DkimResult.TEMPERROR);
        assertThat(result.dmarc().result()).isEqualTo("temperror");
    }

    @Test
    void doesNotFailAPolicyWhenAKeyWasNotAnswered(Vertx vertx) throws Exception {
        Signer signer = Signer.ed25519();
        names.broken("sel._domainkey.example.cn").txt("_dmarc.example.cn", "v=DMARC1; p=reject");

        AuthenticationResult result =
                check(vertx, signer.sign(MAIL, "example.cn", "relaxed/relaxed", ""), "x@other.org");

        assertThat(result.level()).isEqualTo(AuthenticationLevel.NONE);
        assertThat(result.dmarc().result()).isEqualTo("temperror");
    }

    @Test
    void neverVerifiesSeveralAuthors(Vertx vertx) throws Exception {
        Signer signer = Signer.ed25519();
        names.txt("sel._domainkey.example.cn", signer.record());
        String signed = signer.sign(MAIL, "example.cn", "relaxed/relaxed", "");

        AuthenticationResult twoFields = check(vertx, "From: boss@example.cn\r\n" + signed, "x@other.org");

        assertThat(twoFields.level()).isEqualTo(AuthenticationLevel.NONE);
        assertThat(twoFields.flags()).contains("several-from");
    }

    @Test
    void asksTheSameOnlyOnce(Vertx vertx) throws Exception {
        names.txt("mail.example.cn", "v=spf1 -all");
        check(vertx, MAIL, "li@mail.example.cn");
        int before = names.questions.size();

        AuthenticationResult again = await(new MailAuthenticator(vertx, dns, config(List.of()), CLOCK)
                .check(origin("li@mail.example.cn", List.of("li@mail.example.cn"), List.of()), bytes(MAIL)));

        assertThat(again.level()).isEqualTo(AuthenticationLevel.FAIL);
        assertThat(names.questions).hasSize(before);
    }

    @Test
    void believesTheTopmostFieldOfATrustedHostOnly(Vertx vertx) throws Exception {
        String forged = "Authentication-Results: evil.example; dmarc=pass header.from=mail.example.cn\r\n";
        String trusted =
                "Authentication-Results: mx.example.com;\r\n dkim=fail reason=\"bad; signature\" header.d=example.cn;"
                        + "\r\n spf=pass (mx: \\(x\\) ok) smtp.mailfrom=li@mail.example.cn; dmarc=fail (p=REJECT) header.from=mail.example.cn\r\n";
        String older = "Authentication-Results: mx.example.com; dmarc=pass header.from=mail.example.cn\r\n";

        AuthenticationResult result = trusting(vertx, forged + trusted + older + MAIL);

        assertThat(result.level()).isEqualTo(AuthenticationLevel.FAIL);
        assertThat(result.source()).isEqualTo("authentication-results:mx.example.com");
        assertThat(result.spf().result()).isEqualTo(SpfResult.PASS);
        assertThat(trusting(vertx, older + MAIL).level()).isEqualTo(AuthenticationLevel.VERIFIED);
        assertThat(trusting(vertx, forged + MAIL).level()).isEqualTo(AuthenticationLevel.NONE);
        assertThat(trusting(vertx, older.replace("mail.example.cn", "other.org") + MAIL)
                        .level())
                .as("a verdict about another From")
                .isEqualTo(AuthenticationLevel.NONE);
    }

    @Test
    void flagsLookAlikesAndAnswersThatGoElsewhere(Vertx vertx) throws Exception {
        assertThat(check(vertx, MAIL, "", List.of("li@mail.example.cn"), List.of("li@example.cn"))
                        .flags())
                .as("same organisation")
                .isEmpty();
        assertThat(check(vertx, MAIL, "", List.of("li@mail.example.cn"), List.of("x@gmail.com"))
                        .flags())
                .containsExactly("reply-to-differs");
        assertThat(flags(vertx, "li@xn--80ak6aa92e.com")).contains("punycode-domain", "look-alike-domain");
        assertThat(flags(vertx, "li@tributary-he1p.example")).containsExactly("look-alike-domain");
        assertThat(flags(vertx, "li@tributary-help.example")).isEmpty();
        assertThat(flags(vertx, "li@例子.中国")).containsExactly("punycode-domain");
        assertThat(flags(vertx, "li@bücher.de")).containsExactly("punycode-domain");
    }

    private Set<String> flags(Vertx vertx, String from) throws Exception {
        return check(vertx, MAIL, "", List.of(from), List.of()).flags();
    }

    private AuthenticationResult trusting(Vertx vertx, String mail) throws Exception {
        dns = new MailDns(vertx, config(List.of()).dns(), CLOCK);
        MailAuthenticator authenticator = new MailAuthenticator(vertx, dns, config(List.of("mx.example.com")), CLOCK);
        return await(authenticator.check(
                origin("li@mail.example.cn", List.of("li@mail.example.cn"), List.of()), bytes(mail)));
    }

    private AuthenticationResult check(Vertx vertx, String mail, String sender) throws Exception {
        return check(vertx, mail, sender, List.of("li@mail.example.cn"), List.of());
    }

    private AuthenticationResult check(Vertx vertx, String mail, String sender, List<String> from, List<String> replyTo)
            throws Exception {
        dns = new MailDns(vertx, config(List.of()).dns(), CLOCK);
        MailAuthenticator authenticator = new MailAuthenticator(vertx, dns, config(List.of()), CLOCK);
        return await(authenticator.check(origin(sender, from, replyTo), bytes(mail)));
    }

    private AuthenticationConfig config(List<String> trusted) {
        DnsConfig servers = new DnsConfig(List.of(names.address()), time, 100);
        return new AuthenticationConfig(servers, trusted, Set.of("tributary-help.example"));
    }

    private static MailOrigin origin(String sender, List<String> from, List<String> replyTo) {
        return new MailOrigin(PEER, "host.other.org", sender, from, replyTo);
    }

    private static MailBytes bytes(String mail) throws IOException {
        byte[] bytes = mail.getBytes(StandardCharsets.ISO_8859_1);
        return () -> new ByteArrayInputStream(bytes);
    }

    private static AuthenticationResult await(Future<AuthenticationResult> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
