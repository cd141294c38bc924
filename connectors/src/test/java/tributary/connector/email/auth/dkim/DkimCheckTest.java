package tributary.connector.email.auth.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DkimCheckTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String MAIL = String.join(
            "\r\n",
            "From: Li <li@example.cn>",
            "To: a@example.com",
            "Subject:  two  words ",
            "",
            "Hello  there ",
            "",
            "",
            "");
    private static final String KEY_NAME = "sel._domainkey.example.cn";

    @ParameterizedTest
    @CsvSource({
        "simple, '', frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=",
        "relaxed, '', 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        "relaxed, ' C \r\nD \t E\r\n\r\n\r\n', unak6JHq0wL+Q1HP7dW1tjBx9FLA6DffoZ0qrLwbbpo=",
        "simple, ' C \r\nD \t E\r\n\r\n\r\n', NOeivbQlDH9TmNKJUw7D53wZfsk8YMZ/hTuVVwTgi8s=",
        "simple, '\r\n\r\n', frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=",
        "relaxed, ' \t\r\n\r\n', 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    })
    void hashesBodiesAsTheRfcSays(String form, String body, String expected) {
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        BodyHash whole = new BodyHash(form.equals("relaxed"));
        BodyHash pieces = new BodyHash(form.equals("relaxed"));

        whole.update(bytes, bytes.length);
        for (byte one : bytes) {
            pieces.update(new byte[] {one}, 1);
        }

        assertThat(Base64.getEncoder().encodeToString(whole.finish())).isEqualTo(expected);
        assertThat(Base64.getEncoder().encodeToString(pieces.finish())).isEqualTo(expected);
    }

    @Test
    void passesTheExampleOfRfc6376() throws Exception {
        List<DkimVerdict> verdicts =
                check(RfcMails.RFC_6376, Map.of(RfcMails.RFC_6376_KEY_NAME, RfcMails.RFC_6376_KEY));

        assertThat(verdicts).containsExactly(new DkimVerdict(DkimResult.PASS, "example.com", "brisbane", ""));
    }

    @Test
    void passesBothSignaturesOfRfc8463() throws Exception {
        List<DkimVerdict> verdicts = check(
                RfcMails.RFC_8463,
                Map.of(
                        RfcMails.ED25519_KEY_NAME, RfcMails.ED25519_KEY,
                        RfcMails.RSA_KEY_NAME, RfcMails.RSA_KEY));

        assertThat(verdicts)
                .containsExactly(
                        new DkimVerdict(DkimResult.PASS, "football.example.com", "brisbane", ""),
                        new DkimVerdict(DkimResult.PASS, "football.example.com", "test", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed", "relaxed"})
    void passesEveryFormOfBothAlgorithms(String form) throws Exception {
        for (Signer signer : List.of(Signer.rsa(2048), Signer.ed25519())) {
            String mail = signer.sign(MAIL, "example.cn", form, "");

            assertThat(results(mail, signer.record())).containsExactly(DkimResult.PASS);
        }
    }

    @Test
    void judgesEachSignatureByItself() throws Exception {
        Signer good = Signer.ed25519();
        String mail = good.sign(
                Signer.rsa(1024).sign(MAIL, "other.example", "relaxed/relaxed", ""),
                "example.cn",
                "relaxed/relaxed",
                "");

        List<DkimVerdict> verdicts = check(mail, Map.of(KEY_NAME, good.record()));

        assertThat(verdicts).extracting(DkimVerdict::result).containsExactly(DkimResult.PASS, DkimResult.TEMPERROR);
    }

    @Test
    void toleratesSpacesInRelaxedFormOnly() throws Exception {
        Signer signer = Signer.rsa(1024);
        String relaxed = signer.sign(MAIL, "example.cn", "relaxed/relaxed", "").replace("two  words", "two words");
        String simple = signer.sign(MAIL, "example.cn", "simple/simple", "").replace("two  words", "two words");

        assertThat(results(relaxed, signer.record())).containsExactly(DkimResult.PASS);
        assertThat(results(simple, signer.record())).containsExactly(DkimResult.FAIL);
    }

    @Test
    void failsWhatWasChanged() throws Exception {
        Signer signer = Signer.rsa(1024);
        String mail = signer.sign(MAIL, "example.cn", "relaxed/relaxed", "");

        assertThat(check(mail.replace("Hello", "Hallo"), Map.of(KEY_NAME, signer.record())))
                .extracting(DkimVerdict::reason)
                .containsExactly("body changed");
        assertThat(results(mail.replace("two", "too"), signer.record())).containsExactly(DkimResult.FAIL);
        assertThat(results(mail.replace("\r\nTo:", "\r\nFrom: boss@example.cn\r\nTo:"), signer.record()))
                .as("a second From above or below the signed one")
                .containsExactly(DkimResult.FAIL);
        assertThat(results(mail, Signer.rsa(1024).record())).containsExactly(DkimResult.FAIL);
    }

    @Test
    void refusesToTrustAPartOfTheBody() throws Exception {
        Signer signer = Signer.rsa(1024);

        assertThat(results(signer.sign(MAIL, "example.cn", "relaxed/relaxed", "l=5;"), signer.record()))
                .containsExactly(DkimResult.POLICY);
    }

    @Test
    void refusesAnExpiredSignature() throws Exception {
        Signer signer = Signer.rsa(1024);
        long now = NOW.getEpochSecond();

        assertThat(results(signer.sign(MAIL, "example.cn", "relaxed/relaxed", "x=" + (now - 1) + ";"), signer.record()))
                .containsExactly(DkimResult.FAIL);
        assertThat(results(signer.sign(MAIL, "example.cn", "relaxed/relaxed", "x=" + (now + 9) + ";"), signer.record()))
                .containsExactly(DkimResult.PASS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; p= | key revoked",
                "p=AAAA; v=DKIM1 | key is not of version DKIM1",
                "v=DKIM1; h=sha1; p=AAAA | key is for something else",
                "v=DKIM1; s=chat; p=AAAA | key is for something else",
                "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo= | key of another algorithm",
                "v=DKIM1; p=AAAA | key cannot be read",
                "something else | key is not a list of tags",
            })
    void refusesAKeyThatDoesNotFit(String record, String reason) throws Exception {
        String mail = Signer.rsa(1024).sign(MAIL, "example.cn", "relaxed/relaxed", "");

        assertThat(check(mail, Map.of(KEY_NAME, record)))
                .containsExactly(new DkimVerdict(DkimResult.PERMERROR, "example.cn", "sel", reason));
    }

    @Test
    void refusesAShortRsaKey() throws Exception {
        Signer signer = Signer.rsa(512);

        assertThat(check(signer.sign(MAIL, "example.cn", "relaxed/relaxed", ""), Map.of(KEY_NAME, signer.record())))
                .extracting(DkimVerdict::reason)
                .containsExactly("key of 512 bits");
    }

    @Test
    void countsATestingSignerAsUnsigned() throws Exception {
        Signer signer = Signer.rsa(1024);

        assertThat(results(signer.sign(MAIL, "example.cn", "relaxed/relaxed", ""), signer.record() + "; t=y"))
                .containsExactly(DkimResult.NEUTRAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=2; a=rsa-sha256; d=example.cn; s=sel; h=from; bh=AAAA; b=AAAA",
                "v=1; a=rsa-sha1; d=example.cn; s=sel; h=from; bh=AAAA; b=AAAA",
                "v=1; a=rsa-sha256; d=example.cn; s=sel; h=to; bh=AAAA; b=AAAA",
                "v=1; a=rsa-sha256; d=example.cn; i=@other.cn; s=sel; h=from; bh=AAAA; b=AAAA",
                "v=1; a=rsa-sha256; d=example.cn; d=example.cn; s=sel; h=from; bh=AAAA; b=AAAA",
                "v=1; a=rsa-sha256; c=nofws; d=example.cn; s=sel; h=from; bh=AAAA; b=AAAA",
                "v=1; a=rsa-sha256; d=example.cn; s=sel; h=from; t=9; x=8; bh=AAAA; b=AAAA",
                "v=1; a=rsa-sha256; d=example.cn; s=sel; h=from; bh=!!; b=AAAA",
                "v=1; a=rsa-sha256; d=example.cn; s=sel; h=from; bh=AAAA",
                "",
            })
    void refusesABrokenSignature(String value) throws Exception {
        assertThat(results("DKIM-Signature: " + value + "\r\n" + MAIL, "v=DKIM1; p="))
                .containsExactly(DkimResult.PERMERROR);
    }

    @Test
    void looksAtEightSignaturesOnly() throws Exception {
        String many = "DKIM-Signature: x\r\n".repeat(1000) + MAIL;

        assertThat(check(many, Map.of())).hasSize(DkimCheck.MOST_SIGNATURES);
    }

    private static List<DkimResult> results(String mail, String record) throws IOException, GeneralSecurityException {
        return check(mail, Map.of(KEY_NAME, record)).stream()
                .map(DkimVerdict::result)
                .toList();
    }

    private static List<DkimVerdict> check(String mail, Map<String, String> keys) throws IOException {
        DkimCheck check = DkimCheck.read(new ByteArrayInputStream(mail.getBytes(StandardCharsets.ISO_8859_1)));
        return check.verdicts(name -> Optional.ofNullable(keys.get(name)).map(List::of), NOW);
    }
}
