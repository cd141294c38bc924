package tributary.connector.email.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tributary.config.Secret;
import tributary.connector.HookCall;
import tributary.connector.WebRoutes.Peer;

/** Signatures by the vectors of the protocol sheet, and mails of each provider. */
class ProviderHookTest {

    private static final Instant SIGNED = Instant.ofEpochSecond(1_767_225_600L);
    private static final String SENDGRID_KEY =
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMHYLyfEAKTo7NmdSBSA1x86SciM4eVwJCNrdy4Ayrl"
                    + "t48h2s4IVeV8zoQyAkHIIBUX8dWQmZ94yMeAvgL0dsdg==";
    private static final String SENDGRID_SIGNATURE =
            "MEUCIAZCDE74RbB2YhqItEShWduVnJK0kvxYHtImdo947p5EAiEAxvORbTduera0nNsv/7i7skmuqrNTdWO9le4IwlcF+r8=";
    private static final String SENDGRID_BODY =
            "--xYzZY\r\nContent-Disposition: form-data; name=\"subject\"\r\n\r\nhi\r\n--xYzZY--\r\n";

    @Test
    void knowsMailgunBySignatureAndTime() {
        Map<String, String> fields = mailgun();
        Map<String, String> forged = new LinkedHashMap<>(fields);
        forged.put("token", "0000");

        assertThat(mailgun(SIGNED).genuine(form(fields))).isTrue();
        assertThat(mailgun(SIGNED.plus(Duration.ofHours(8))).genuine(form(fields)))
                .isTrue();
        assertThat(mailgun(SIGNED.plus(Duration.ofHours(10))).genuine(form(fields)))
                .isFalse();
        assertThat(mailgun(SIGNED).genuine(form(forged))).isFalse();
        assertThat(mailgun(SIGNED).genuine(call("text/plain", Map.of(), "x"))).isFalse();
    }

    @Test
    void takesMailgunsWholeMailAsItIs() {
        Map<String, String> fields = mailgun();
        fields.put("recipient", "support+c1.1.abc@example.com");
        fields.put("sender", "li@example.cn");
        fields.put("body-mime", "Subject: x\r\n\r\n\u00e9\r\n");

        PostedMail mail = mailgun(SIGNED).read(form(fields));

        assertThat(mail.mail()).isEqualTo(Buffer.buffer("Subject: x\r\n\r\n\u00e9\r\n"));
        assertThat(mail.sender()).isEqualTo("li@example.cn");
        assertThat(mail.recipients()).containsExactly("support+c1.1.abc@example.com");
    }

    @Test
    void putsMailgunsPartsTogether() {
        Map<String, String> fields = mailgun();
        fields.put(
                "message-headers",
                new JsonArray()
                        .add(new JsonArray().add("From").add("王 <li@example.cn>"))
                        .add(new JsonArray().add("Message-Id").add("<m1@example.cn>"))
                        .add(new JsonArray().add("Content-Type").add("multipart/mixed; boundary=x"))
                        .encode());
        fields.put("body-plain", "words");
        fields.put("body-html", "<p>words</p>");

        String mail = mailgun(SIGNED).read(form(fields)).mail().toString();

        assertThat(mail)
                .contains("Message-Id: <m1@example.cn>", "multipart/alternative", "text/plain", "text/html")
                .contains("From: =?UTF-8?B?546L?= <li@example.cn>")
                .doesNotContain("boundary=x");
    }

    @Test
    void findsNoMailWhereThereIsNone() {
        assertThatThrownBy(() -> mailgun(SIGNED).read(form(mailgun()))).isInstanceOf(MalformedPostException.class);
        assertThatThrownBy(() -> postmark().read(call("application/json", Map.of(), "{}")))
                .isInstanceOf(MalformedPostException.class);
        assertThatThrownBy(() -> postmark().read(call("application/json", Map.of(), "no")))
                .isInstanceOf(MalformedPostException.class);
        assertThatThrownBy(() -> sendGrid().read(call("multipart/form-data; boundary=xYzZY", Map.of(), SENDGRID_BODY)))
                .isInstanceOf(MalformedPostException.class);
    }

    @Test
    void knowsSendGridBySignature() {
        Map<String, String> headers = Map.of(
                "X-Twilio-Email-Event-Webhook-Signature",
                SENDGRID_SIGNATURE,
                "X-Twilio-Email-Event-Webhook-Timestamp",
                "1767225600");

        assertThat(sendGrid().genuine(call("multipart/form-data; boundary=xYzZY", headers, SENDGRID_BODY)))
                .isTrue();
        assertThat(sendGrid().genuine(call("multipart/form-data; boundary=xYzZY", headers, SENDGRID_BODY + " ")))
                .isFalse();
        assertThat(sendGrid().genuine(call("multipart/form-data; boundary=xYzZY", Map.of(), SENDGRID_BODY)))
                .isFalse();
    }

    @Test
    void readsEachTextOfSendGridInItsOwnCharset() {
        String body = part("headers", "From: Li <li@example.cn>\nMessage-ID: <s1@example.cn>\n")
                + part("envelope", "{\"to\":[\"support@example.com\"],\"from\":\"li@example.cn\"}")
                + part("charsets", "{\"text\":\"iso-8859-1\"}")
                + part("text", "caf\u00e9")
                + "--xYzZY--\r\n";
        Buffer octets = Buffer.buffer(body.getBytes(StandardCharsets.ISO_8859_1));

        PostedMail mail = sendGrid().read(call("multipart/form-data; boundary=xYzZY", Map.of(), octets));

        assertThat(mail.recipients()).containsExactly("support@example.com");
        assertThat(mail.mail().toString()).contains("Y2Fmw6k=").contains("Message-ID: <s1@example.cn>");
    }

    @Test
    void knowsPostmarkByItsLogin() {
        HookCall known = call("application/json", Map.of("Authorization", "Basic cG1ob29rOnMzY3IzdC1wbQ=="), "{}");

        assertThat(postmark().genuine(known)).isTrue();
        assertThat(postmark().genuine(call("application/json", Map.of(), "{}"))).isFalse();
    }

    @Test
    void readsPostmarksPartsAndEnvelope() {
        JsonObject post = new JsonObject()
                .put("From", "Li <li@example.cn>")
                .put("Subject", "你好")
                .put("OriginalRecipient", "support@example.com")
                .put("TextBody", "words")
                .put(
                        "Headers",
                        new JsonArray()
                                .add(new JsonObject().put("Name", "Return-Path").put("Value", "<bounce@example.cn>"))
                                .add(new JsonObject().put("Name", "Message-ID").put("Value", "<p1@example.cn>")))
                .put(
                        "Attachments",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("Name", "a.txt")
                                        .put("ContentType", "text/plain")
                                        .put("Content", "aGk=")));

        PostedMail mail = postmark().read(call("application/json", Map.of(), post.encode()));

        assertThat(mail.sender()).isEqualTo("bounce@example.cn");
        assertThat(mail.recipients()).containsExactly("support@example.com");
        assertThat(mail.mail().toString()).contains("Message-ID: <p1@example.cn>", "a.txt", "aGk=");
    }

    @Test
    void refusesSettingsThatLetEverybodyIn() {
        for (WebhookConfig.Provider provider : WebhookConfig.Provider.values()) {
            assertThatThrownBy(() -> new WebhookConfig(
                            provider, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected");
        }
    }

    private static Map<String, String> mailgun() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("timestamp", "1767225600");
        fields.put("token", "c2f5b7a9e1d3c4b6a8f0e2d4c6b8a0f1e3d5c7b9a1f3e5d7c9");
        fields.put("signature", "91b71a11e0dd71c385b92c05fe1d4593d166bde359950d23f6e5a6a0c5bd2cf7");
        return fields;
    }

    private static ProviderHook mailgun(Instant now) {
        Secret key = new Secret("key-0123456789abcdef0123456789abcdef");
        return ProviderHook.of(
                new WebhookConfig(
                        WebhookConfig.Provider.MAILGUN,
                        Optional.of(key),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        null),
                Clock.fixed(now, ZoneOffset.UTC));
    }

    private static ProviderHook sendGrid() {
        return ProviderHook.of(
                new WebhookConfig(
                        WebhookConfig.Provider.SENDGRID,
                        Optional.empty(),
                        Optional.of(SENDGRID_KEY),
                        Optional.empty(),
                        Optional.empty(),
                        null),
                Clock.systemUTC());
    }

    private static ProviderHook postmark() {
        return ProviderHook.of(
                new WebhookConfig(
                        WebhookConfig.Provider.POSTMARK,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("pmhook"),
                        Optional.of(new Secret("s3cr3t-pm")),
                        null),
                Clock.systemUTC());
    }

    private static String part(String name, String value) {
        return "--xYzZY\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static HookCall form(Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return call("application/x-www-form-urlencoded", Map.of(), body);
    }

    private static HookCall call(String type, Map<String, String> headers, String body) {
        return call(type, headers, Buffer.buffer(body));
    }

    private static HookCall call(String type, Map<String, String> headers, Buffer body) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap().addAll(headers).add("Content-Type", type);
        return new HookCall(
                "POST", "", "/hooks/x", MultiMap.caseInsensitiveMultiMap(), all, body, new Peer("192.0.2.1", false));
    }
}
