package tributary.gateway.ticket;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.PartyKey;

/** A party's locked row while one transaction works on it. */
public final class PartyDraft {

    private final UUID id;
    private final PartyKey key;
    private final UUID contactId;
    long seq;

    @Nullable
    UUID readByAgent;

    @Nullable
    UUID readByContact;

    /** Whether this customer may be answered; see {@link ReplyWindows}. */
    @Nullable
    JsonObject reply;

    boolean changed;

    PartyDraft(
            UUID id,
            PartyKey key,
            UUID contactId,
            long seq,
            @Nullable UUID readByAgent,
            @Nullable UUID readByContact,
            @Nullable JsonObject reply) {
        this.id = id;
        this.key = key;
        this.contactId = contactId;
        this.seq = seq;
        this.readByAgent = readByAgent;
        this.readByContact = readByContact;
        this.reply = reply;
    }

    public UUID id() {
        return id;
    }

    public PartyKey key() {
        return key;
    }

    public UUID contactId() {
        return contactId;
    }

    /** The newest message the customer has read. */
    public Optional<UUID> readByContact() {
        return Optional.ofNullable(readByContact);
    }

    /** The next place in what the customer may see. */
    long next() {
        changed = true;
        return ++seq;
    }
}
