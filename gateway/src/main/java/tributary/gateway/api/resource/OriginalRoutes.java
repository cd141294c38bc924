package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import tributary.connector.Connector;
import tributary.conversation.Attachment;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Reply;
import tributary.gateway.attachment.StoredAttachments;
import tributary.gateway.platform.http.Problem;
import tributary.gateway.ticket.TicketReads;

/** Messages as their senders sent them: shown as text, never rendered; a large one by its file's signed URL. */
public final class OriginalRoutes implements Resource {

    private static final Duration URL_LIFE = Duration.ofMinutes(5);

    private final TicketReads reads;
    private final BiFunction<String, Buffer, Connector.Original> originals;
    private final StoredAttachments files;

    public OriginalRoutes(
            TicketReads reads, BiFunction<String, Buffer, Connector.Original> originals, StoredAttachments files) {
        this.reads = reads;
        this.originals = originals;
        this.files = files;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.GET_ORIGINAL, this::original);
    }

    private Future<Reply> original(Call call) {
        return reads.raw(call.caller().visible(), call.id())
                .map(found -> found.orElseThrow(Problem::notFound))
                .map(raw -> reply(originals.apply(raw.inbox(), raw.payload())));
    }

    private Reply reply(Connector.Original original) {
        Optional<UUID> file = original.file();
        return file.isEmpty()
                ? Reply.file(original.bytes(), "message.txt")
                : Reply.elsewhere(
                        files.url(StoredAttachments.NO_INBOX, new Attachment(file.get(), "", "", 0), URL_LIFE));
    }
}
