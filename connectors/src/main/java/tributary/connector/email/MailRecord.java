package tributary.connector.email;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.connector.MailEnvelope;
import tributary.connector.UnreadableException;
import tributary.conversation.Trust;

/**
 * A mail as the journal keeps it: one line of JSON with all that was found out when it came and cannot be read from it
 * again, then the mail itself, unless that is stored as a file.
 *
 * @param original the stored file; empty if the mail follows the line
 * @param mail the mail's bytes; empty if it is stored as a file
 */
record MailRecord(MailEnvelope envelope, Trust trust, Optional<UUID> original, Buffer mail) {

    private static final int VERSION = 1;

    /** Larger mails are stored as files. */
    static final int MOST_INLINE = 16 * 1024;

    Buffer raw() {
        JsonObject line = new JsonObject()
                .put("v", VERSION)
                .put("id", envelope.id())
                .put("protocol", envelope.protocol())
                .put("helo", envelope.helo())
                .put("peer", envelope.peer())
                .put("tls", envelope.tls())
                .put("sender", envelope.sender())
                .put("recipients", new JsonArray(envelope.recipients()))
                .put("receivedAt", envelope.receivedAt().toString())
                .put("trust", trust(trust))
                .put("original", original.map(UUID::toString).orElse(null));
        return line.toBuffer().appendByte((byte) '\n').appendBuffer(mail);
    }

    /** @throws UnreadableException if it is not what {@link #raw} gives */
    static MailRecord read(Buffer raw) {
        int end = 0;
        while (end < raw.length() && raw.getByte(end) != '\n') {
            end++;
        }
        try {
            JsonObject line = new JsonObject(raw.getBuffer(0, end));
            if (!Integer.valueOf(VERSION).equals(line.getInteger("v")) || line.getString("id") == null) {
                throw new UnreadableException("mail: expected a record of version 1, found something else");
            }
            MailEnvelope envelope = new MailEnvelope(
                    line.getString("id"),
                    line.getString("protocol"),
                    line.getString("helo"),
                    line.getString("peer"),
                    line.getBoolean("tls"),
                    line.getString("sender"),
                    line.getJsonArray("recipients").stream()
                            .map(String.class::cast)
                            .toList(),
                    Instant.parse(line.getString("receivedAt")));
            return new MailRecord(
                    envelope,
                    trust(line.getJsonObject("trust")),
                    Optional.ofNullable(line.getString("original")).map(UUID::fromString),
                    raw.getBuffer(Math.min(end + 1, raw.length()), raw.length()));
        } catch (DecodeException | ClassCastException | NullPointerException | DateTimeException e) {
            throw new UnreadableException("mail: expected a line of JSON before it, found something else");
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("mail: expected the id of its file, found something else");
        }
    }

    private static JsonObject trust(Trust trust) {
        return new JsonObject()
                .put("level", trust.level())
                .put("spf", trust.spf())
                .put("dkim", trust.dkim())
                .put("dmarc", trust.dmarc())
                .put("domain", trust.domain());
    }

    private static Trust trust(@Nullable JsonObject json) {
        return json == null
                ? Trust.UNKNOWN
                : new Trust(
                        json.getString("level"),
                        json.getString("spf"),
                        json.getString("dkim"),
                        json.getString("dmarc"),
                        json.getString("domain"));
    }
}
