package tributary.connector.email.hook;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tributary.config.Secret;
import tributary.connector.HookCall;

/** Mailgun's routes, action {@code forward}: the whole mail at addresses that end with {@code mime}, else its parts. */
final class MailgunHook implements ProviderHook {

    /** Its retries end after eight hours, and carry the first attempt's time. */
    private static final Duration OLDEST = Duration.ofHours(9);

    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final int NO_RETRY = 406;

    private final WebhookConfig config;
    private final BasicLogin login;
    private final Clock clock;

    MailgunHook(WebhookConfig config, Clock clock) {
        this.config = config;
        this.login = new BasicLogin(config);
        this.clock = clock;
    }

    @Override
    public boolean genuine(HookCall call) {
        try {
            PostedForm form = PostedForm.of(call);
            return login.holds(call.headers())
                    && fresh(form.text("timestamp"))
                    && signed(form.text("timestamp") + form.text("token"), form.text("signature"));
        } catch (MalformedPostException e) {
            return false;
        }
    }

    private boolean fresh(String timestamp) {
        if (!timestamp.matches("[0-9]{1,11}")) {
            return false;
        }
        Duration age = Duration.ofSeconds(clock.instant().getEpochSecond() - Long.parseLong(timestamp));
        return age.compareTo(OLDEST) <= 0 && age.compareTo(AHEAD.negated()) >= 0;
    }

    private boolean signed(String words, String signature) {
        try {
            byte[] key = config.signingKey().map(Secret::reveal).orElse("").getBytes(StandardCharsets.UTF_8);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            String wanted = HexFormat.of().formatHex(mac.doFinal(words.getBytes(StandardCharsets.UTF_8)));
            return MessageDigest.isEqual(
                    wanted.getBytes(StandardCharsets.US_ASCII), signature.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    @Override
    public PostedMail read(HookCall call) {
        PostedForm form = PostedForm.of(call);
        Buffer mail = form.bytes("body-mime").map(Buffer::buffer).orElseGet(() -> composed(form));
        return new PostedMail(
                mail, form.text("sender"), List.of(form.text("recipient").split("\\s*,\\s*", -1)));
    }

    private static Buffer composed(PostedForm form) {
        ComposedMail mail = new ComposedMail();
        try {
            JsonArray headers = new JsonArray(form.text("message-headers"));
            for (int i = 0; i < headers.size(); i++) {
                JsonArray field = headers.getJsonArray(i);
                mail.header(field.getString(0), field.getString(1));
            }
            Map<String, String> ids = ids(form.text("content-id-map"));
            mail.text(form.text("body-plain")).html(form.text("body-html"));
            form.files()
                    .forEach(file -> mail.file(
                            file.name(),
                            file.type(),
                            ids.getOrDefault(file.field(), ""),
                            file.bytes().getBytes()));
            return mail.bytes();
        } catch (DecodeException | ClassCastException | IndexOutOfBoundsException e) {
            throw new MalformedPostException("message-headers: expected pairs of name and value");
        }
    }

    /** From the files' fields to their content ids. */
    private static Map<String, String> ids(String json) {
        Map<String, String> ids = new HashMap<>();
        Optional.of(json)
                .filter(text -> !text.isBlank())
                .map(JsonObject::new)
                .ifPresent(map -> map.forEach(entry ->
                        ids.put(String.valueOf(entry.getValue()), entry.getKey().replaceAll("[<>]", ""))));
        return ids;
    }

    @Override
    public int refusal() {
        return NO_RETRY;
    }
}
