package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerFileUpload;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Reply;
import tributary.gateway.api.once.Idempotency;
import tributary.gateway.attachment.StoredAttachments;
import tributary.gateway.attachment.StoredAttachments.Received;
import tributary.gateway.platform.http.Problem;
import tributary.gateway.ticket.TicketJson;

/** Files that agents upload to send with a reply; streamed, never whole in memory. */
public final class AttachmentRoutes implements Resource {

    private static final String PART = "file";

    private final StoredAttachments attachments;
    private final TicketJson json;
    private final Idempotency idempotency;

    public AttachmentRoutes(StoredAttachments attachments, TicketJson json, Idempotency idempotency) {
        this.attachments = attachments;
        this.json = json;
        this.idempotency = idempotency;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.POST_ATTACHMENT, this::upload);
    }

    private Future<Reply> upload(Call call) {
        String type = call.request().getHeader("Content-Type");
        if (type == null || !type.regionMatches(true, 0, "multipart/form-data", 0, "multipart/form-data".length())) {
            throw new Problem(415, "unsupported-media-type", "expected multipart/form-data with one part \"file\"");
        }
        call.idempotencyKey();
        return receive(call.request(), "agent:" + call.caller().id()).compose(received -> {
            Reply created = Reply.created(json.attachment(received.attachment()));
            return idempotency.transaction(call, fingerprint(received), transaction -> Future.succeededFuture(created));
        });
    }

    private Future<Received> receive(HttpServerRequest request, String owner) {
        Promise<Received> received = Promise.promise();
        AtomicBoolean taken = new AtomicBoolean();
        request.setExpectMultipart(true);
        request.exceptionHandler(received::tryFail);
        request.endHandler(ended -> {
            if (!taken.get()) {
                received.tryFail(Problem.badRequest("expected one part \"file\", found none"));
            }
        });
        request.uploadHandler(part -> {
            if (part.name().equals(PART) && taken.compareAndSet(false, true)) {
                take(part, owner, received);
            } else {
                received.tryFail(Problem.badRequest("expected one part \"file\", found another"));
                part.handler(ignored -> {});
            }
        });
        request.resume();
        return received.future();
    }

    /** What comes after a refusal is read and thrown away, so that the peer gets to see the answer. */
    private void take(HttpServerFileUpload part, String owner, Promise<Received> received) {
        String type = part.contentType() == null ? "" : part.contentType();
        attachments
                .receive(owner, part.filename() == null ? "" : part.filename(), type, part)
                .onSuccess(received::tryComplete)
                .onFailure(failure -> {
                    part.handler(ignored -> {}).resume();
                    received.tryFail(failure);
                });
    }

    private static Buffer fingerprint(Received received) {
        return Buffer.buffer(received.attachment().name()
                        + '\n'
                        + received.attachment().type()
                        + '\n')
                .appendBuffer(received.sha256());
    }
}
