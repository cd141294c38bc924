package tributary.connector.email.hook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import tributary.connector.HookCall;

/** Postmark's inbound webhook: the whole mail if the server is set to send it, else its parts. */
final class PostmarkHook implements ProviderHook {

    private static final int NO_RETRY = 403;

    private final BasicLogin login;

    PostmarkHook(WebhookConfig config) {
        this.login = new BasicLogin(config);
    }

    @Override
    public boolean genuine(HookCall call) {
        return login.holds(call.headers());
    }

    @Override
    public PostedMail read(HookCall call) {
        try {
            JsonObject post = call.body().toJsonObject();
            String recipient = post.getString("OriginalRecipient", "");
            String raw = post.getString("RawEmail", "");
            Buffer mail = raw.isEmpty() ? composed(post) : Buffer.buffer(raw.getBytes(StandardCharsets.UTF_8));
            return new PostedMail(mail, sender(post), recipient.isEmpty() ? List.of() : List.of(recipient));
        } catch (DecodeException | ClassCastException | IllegalArgumentException e) {
            throw new MalformedPostException("expected JSON with a mail");
        }
    }

    private static String sender(JsonObject post) {
        return headers(post).stream()
                .map(JsonObject.class::cast)
                .filter(header -> "return-path".equals(name(header)))
                .map(header -> header.getString("Value", "").replaceAll("[<>\\s]", ""))
                .findFirst()
                .orElse("");
    }

    private static JsonArray headers(JsonObject post) {
        return post.getJsonArray("Headers", new JsonArray());
    }

    private static String name(JsonObject header) {
        return header.getString("Name", "").toLowerCase(Locale.ROOT);
    }

    /** Headers has all but those that have members of their own. */
    private static Buffer composed(JsonObject post) {
        if (!post.containsKey("From") && !post.containsKey("FromFull")) {
            throw new MalformedPostException("From: expected the author");
        }
        ComposedMail mail = new ComposedMail();
        for (String name : List.of("From", "To", "Cc", "Subject", "Date", "ReplyTo")) {
            String value = post.getString(name, "");
            if (!value.isEmpty()) {
                mail.header(name.equals("ReplyTo") ? "Reply-To" : name, value);
            }
        }
        headers(post).stream()
                .map(JsonObject.class::cast)
                .forEach(header -> mail.header(header.getString("Name", ""), header.getString("Value", "")));
        mail.text(post.getString("TextBody", "")).html(post.getString("HtmlBody", ""));
        JsonArray files = post.getJsonArray("Attachments", new JsonArray());
        files.stream()
                .map(JsonObject.class::cast)
                .forEach(file -> mail.file(
                        file.getString("Name", "file"),
                        file.getString("ContentType", ""),
                        file.getString("ContentID", "").replaceAll("[<>]|^cid:", ""),
                        // Postmark's test payloads call it Data.
                        Base64.getMimeDecoder().decode(file.getString("Content", file.getString("Data", "")))));
        return mail.bytes();
    }

    @Override
    public int refusal() {
        return NO_RETRY;
    }
}
