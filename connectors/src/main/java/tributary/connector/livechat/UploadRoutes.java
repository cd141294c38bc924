package tributary.connector.livechat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Attachments.UploadException;
import tributary.connector.UnavailableException;
import tributary.connector.livechat.wire.FrameWriter;
import tributary.conversation.Attachment;

/**
 * {@code PUT /u/{inbox}/{id}?e=&s=}: takes the bytes of an announced file. The signature is the permission; it is checked
 * before a byte of the body is read. Errors are RFC 9457 problems.
 */
final class UploadRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(UploadRoutes.class);

    private final Desk desk;

    UploadRoutes(Desk desk) {
        this.desk = desk;
    }

    void mount() {
        desk.context().web().router().put("/u/" + desk.inbox() + "/:id").handler(this::put);
    }

    private void put(RoutingContext route) {
        HttpServerRequest request = route.request();
        request.pause();
        upload(request, route.pathParam("id"))
                .onSuccess(file -> stored(request.response(), file))
                .onFailure(e -> refused(request, e));
    }

    private Future<Attachment> upload(HttpServerRequest request, String pathId) {
        Optional<UUID> id = Requests.messageId(pathId);
        if (id.isEmpty()) {
            return Future.failedFuture(new Refusal(404, "not-found"));
        }
        return desk.context()
                .attachments()
                .announced(id.get())
                .compose(announced -> announced
                        .<Future<Attachment>>map(file -> admitted(request, file))
                        .orElseGet(() -> Future.failedFuture(new Refusal(404, "not-found"))));
    }

    private Future<Attachment> admitted(HttpServerRequest request, Attachment file) {
        String length = request.getHeader("content-length");
        if (!isSigned(request, file)) {
            return Future.failedFuture(new Refusal(403, "forbidden"));
        }
        if (!file.type().equalsIgnoreCase(request.getHeader("content-type"))) {
            return Future.failedFuture(new Refusal(415, "type-not-allowed"));
        }
        if (length != null && !length.equals(Long.toString(file.bytes()))) {
            return Future.failedFuture(new Refusal(413, "too-large"));
        }
        return desk.context().attachments().store(file.id(), request);
    }

    private boolean isSigned(HttpServerRequest request, Attachment file) {
        String expires = request.getParam("e", "");
        if (!expires.matches("[0-9]{1,12}")
                || Long.parseLong(expires) < desk.now().getEpochSecond()) {
            return false;
        }
        String path = "/u/" + desk.inbox() + "/" + file.id();
        return desk.signature()
                .matches(request.getParam("s", ""), path, file.type(), file.bytes(), Long.parseLong(expires));
    }

    private void stored(HttpServerResponse response, Attachment file) {
        desk.metrics().upload("stored");
        response.putHeader("content-type", "application/json")
                .end(FrameWriter.fileFacts(file).toString());
    }

    /** The rest of a refused body is not worth reading: the connection ends with the answer. */
    private void refused(HttpServerRequest request, Throwable error) {
        desk.metrics().upload("refused");
        Refusal refusal = refusal(error);
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (error instanceof UnavailableException unavailable) {
            response.putHeader(
                    "retry-after", Long.toString(unavailable.retryAfter().toSeconds()));
        }
        response.setStatusCode(refusal.status)
                .putHeader("content-type", "application/problem+json")
                .putHeader("connection", "close")
                .end(JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "about:blank")
                        .put("title", response.getStatusMessage())
                        .put("status", refusal.status)
                        .put("code", refusal.code)
                        .toString());
    }

    private Refusal refusal(Throwable error) {
        if (error instanceof Refusal refusal) {
            return refusal;
        }
        if (error instanceof UploadException upload) {
            return new Refusal(upload.code().equals("too-large") ? 413 : 422, upload.code());
        }
        if (!(error instanceof UnavailableException)) {
            LOG.atWarn()
                    .addKeyValue("inbox", desk.inbox())
                    .addKeyValue("error", error)
                    .log("upload failed");
        }
        return new Refusal(503, "unavailable");
    }

    /** An upload that is not taken: the status and its stable code. */
    private static final class Refusal extends RuntimeException {
        private final int status;
        private final String code;

        Refusal(int status, String code) {
            super(code, null, false, false);
            this.status = status;
            this.code = code;
        }
    }
}
