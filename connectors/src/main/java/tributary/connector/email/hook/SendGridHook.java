package tributary.connector.email.hook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tributary.connector.HookCall;

/** SendGrid's Inbound Parse: the whole mail in raw mode, else its parts, each text in a charset of its own. */
final class SendGridHook implements ProviderHook {

    private static final String SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature";
    private static final String TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp";

    /** All but success is tried again for three days; what holds no mail will not hold one then. */
    private static final int NO_RETRY = 200;

    private final Optional<PublicKey> key;
    private final BasicLogin login;

    SendGridHook(WebhookConfig config) {
        this.key = config.publicKey().map(SendGridHook::key);
        this.login = new BasicLogin(config);
    }

    /** @throws IllegalArgumentException if it is no elliptic-curve key */
    static PublicKey key(String base64) {
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(base64);
            return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("public-key: expected an ECDSA key in Base64, found something else", e);
        }
    }

    @Override
    public boolean genuine(HookCall call) {
        return login.holds(call.headers()) && (key.isEmpty() || signed(key.get(), call));
    }

    private static boolean signed(PublicKey key, HookCall call) {
        String signature = call.headers().get(SIGNATURE);
        String timestamp = call.headers().get(TIMESTAMP);
        if (signature == null || timestamp == null) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(key);
            check.update(timestamp.getBytes(StandardCharsets.UTF_8));
            check.update(call.body().getBytes());
            return check.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public PostedMail read(HookCall call) {
        PostedForm form = PostedForm.of(call);
        try {
            JsonObject envelope = new JsonObject(form.text("envelope").isBlank() ? "{}" : form.text("envelope"));
            JsonArray to = envelope.getJsonArray("to", new JsonArray());
            Buffer mail = form.bytes("email").map(Buffer::buffer).orElseGet(() -> composed(form));
            return new PostedMail(
                    mail,
                    envelope.getString("from", ""),
                    to.stream().map(String::valueOf).toList());
        } catch (DecodeException | ClassCastException e) {
            throw new MalformedPostException("envelope: expected JSON");
        }
    }

    private static Buffer composed(PostedForm form) {
        String header = form.text("headers");
        if (header.isBlank()) {
            throw new MalformedPostException("headers: expected the mail's header");
        }
        JsonObject charsets = json(form.text("charsets"));
        JsonObject files = json(form.text("attachment-info"));
        ComposedMail mail = new ComposedMail();
        fields(header).forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                mail.header(line.substring(0, colon).strip(), line.substring(colon + 1));
            }
        });
        mail.text(text(form, charsets, "text")).html(text(form, charsets, "html"));
        for (PostedForm.PostedFile file : form.files()) {
            JsonObject info = files.getJsonObject(file.field(), new JsonObject());
            mail.file(
                    info.getString("filename", file.name()),
                    info.getString("type", file.type()),
                    info.getString("content-id", "").replaceAll("[<>]", ""),
                    file.bytes().getBytes());
        }
        return mail.bytes();
    }

    /** Header fields, unfolded. */
    private static Stream<String> fields(String header) {
        return List.of(header.replaceAll("\\r?\\n[ \\t]+", " ").split("\\r?\\n", -1)).stream();
    }

    private static JsonObject json(String text) {
        return text.isBlank() ? new JsonObject() : new JsonObject(text);
    }

    private static String text(PostedForm form, JsonObject charsets, String name) {
        try {
            return form.text(name, Charset.forName(charsets.getString(name, "UTF-8")));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return form.text(name);
        }
    }

    @Override
    public int refusal() {
        return NO_RETRY;
    }
}
