package tributary.connector.sms.webhook.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tributary.connector.UnreadableException;
import tributary.connector.sms.SmsEvents;
import tributary.connector.sms.text.PhoneNumber;
import tributary.conversation.ConversationEvent;

/** Many things in one request: a bad one is kept and shown, and does not hold up the others. */
public final class Batch {

    private static final String BAD = "unreadable";

    private Batch() {}

    public static List<Received> of(JsonArray entries, String provider, String hook, Instant at) {
        List<Received> all = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            Object entry = entries.getValue(i);
            JsonObject fields =
                    entry instanceof JsonObject object ? object : new JsonObject().put(BAD, String.valueOf(entry));
            all.add(new Received(provider, hook, fields, at));
        }
        return all;
    }

    /** Reads an entry; one that cannot be read becomes a message of nobody that shows it. */
    public static List<ConversationEvent> read(
            String inbox, Received received, Supplier<List<ConversationEvent>> reading) {
        try {
            return reading.get();
        } catch (UnreadableException e) {
            String shown = received.fields().encode();
            String id = "unreadable:"
                    + HexFormat.of()
                            .formatHex(SmsEvents.hash(received.hook(), shown).getBytes());
            return List.of(SmsEvents.received(
                    inbox,
                    PhoneNumber.local("unknown"),
                    id,
                    "[entry that could not be read] " + shown,
                    Optional.empty(),
                    List.of(),
                    received.at()));
        }
    }
}
