package tributary.connector.sms.webhook.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import tributary.connector.UnreadableException;
import tributary.connector.sms.text.PhoneNumber;

/**
 * One thing a provider told us, as the journal keeps it.
 *
 * @param hook {@link #MESSAGE} or {@link #STATUS}
 * @param fields all that came, decoded
 * @param at when it came
 */
public record Received(String provider, String hook, JsonObject fields, Instant at) {

    public static final String MESSAGE = "message";
    public static final String STATUS = "status";

    private static final int VERSION = 1;

    public Received {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    public Buffer raw() {
        return new JsonObject()
                .put("v", VERSION)
                .put("provider", provider)
                .put("hook", hook)
                .put("at", at.toString())
                .put("fields", fields)
                .toBuffer();
    }

    /** @throws UnreadableException if it is not what {@link #raw} wrote */
    public static Received read(Buffer raw) {
        try {
            JsonObject json = raw.toJsonObject();
            String provider = json.getString("provider");
            String hook = json.getString("hook");
            JsonObject fields = json.getJsonObject("fields");
            String at = json.getString("at");
            if (provider == null || hook == null || fields == null || at == null) {
                throw new UnreadableException("raw: expected provider, hook, fields and at");
            }
            return new Received(provider, hook, fields, Instant.parse(at));
        } catch (DecodeException | DateTimeParseException | ClassCastException e) {
            throw new UnreadableException("raw: expected a JSON object with provider, hook, fields and at");
        }
    }

    public boolean message() {
        return hook.equals(MESSAGE);
    }

    /** A member as text; empty if it is not there. */
    public String text(String name) {
        Object value = fields.getValue(name);
        return value == null ? "" : value.toString();
    }

    /** @throws UnreadableException if it is not there */
    public String needed(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            throw new UnreadableException(name + ": expected a value, found nothing");
        }
        return value;
    }

    /** @throws UnreadableException if it is not there, or no number */
    public PhoneNumber number(String name) {
        try {
            return PhoneNumber.of(needed(name));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException(name + ": expected 1 to 21 letters or digits");
        }
    }

    /** The text of customers is not for logs. */
    @Override
    public String toString() {
        return "Received[provider=" + provider + ", hook=" + hook + ", at=" + at + "]";
    }
}
