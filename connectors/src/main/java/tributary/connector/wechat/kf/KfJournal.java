package tributary.connector.wechat.kf;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tributary.connector.Accepted;
import tributary.connector.Arrival;
import tributary.connector.Arrival.OnOtherContent;
import tributary.connector.ConnectorContext;
import tributary.connector.UnreadableException;
import tributary.connector.wechat.push.PushDocument;
import tributary.conversation.ConversationEvent;

/** Brings entries of a pull into the journal. */
final class KfJournal {

    static final String PULLED = "tributary_wecom_entries_total";

    private final ConnectorContext context;
    private final KfReader reader;
    private final Stored stored;

    KfJournal(ConnectorContext context, KfReader reader, Stored stored) {
        this.context = context;
        this.reader = reader;
        this.stored = stored;
    }

    /** All of them, in their order; the journal keeps it. */
    Future<Void> takeAll(Iterable<JsonNode> entries) {
        List<Future<Void>> taken = new ArrayList<>();
        entries.forEach(entry -> taken.add(take(entry)));
        return Future.all(taken).mapEmpty();
    }

    /** One of a pull, or one like them. */
    Future<Void> take(JsonNode entry) {
        Buffer raw = Buffer.buffer(entry.toString());
        Optional<ConversationEvent> event;
        Buffer hash;
        try {
            event = reader.event(entry);
            hash = PushDocument.read(raw).hash("msgid", "send_time");
        } catch (UnreadableException e) {
            count("unreadable");
            return Future.succeededFuture();
        }
        if (event.isEmpty()) {
            count("nobodys");
            return Future.succeededFuture();
        }
        return context.inbound()
                .accept(new Arrival(event.get(), raw, hash, OnOtherContent.KEEP))
                .onSuccess(accepted -> {
                    count("accepted");
                    stored.stored(entry, event.get(), accepted instanceof Accepted.Recorded);
                })
                .mapEmpty();
    }

    private void count(String outcome) {
        context.meters()
                .counter(PULLED, "inbox", context.inbox(), "outcome", outcome)
                .increment();
    }

    /** Told of each entry that is in the journal. */
    interface Stored {

        /** @param first false for an entry that was there before */
        void stored(JsonNode entry, ConversationEvent event, boolean first);
    }
}
