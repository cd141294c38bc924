package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.UUID;
import tributary.gateway.attachment.StoredAttachments;
import tributary.gateway.attachment.StoredFile;
import tributary.gateway.platform.http.Problem;
import tributary.gateway.platform.http.ProblemAnswers;

/**
 * {@code GET /u/{inbox}/{id}?e=&s=}: files, to whoever holds the signed URL. What a stranger uploaded is served so that no
 * browser runs it, though a sandboxed frame, which has no origin, may show it: pictures proved by their first bytes are shown, all else is saved, and nothing inside may load or run.
 */
public final class FileRoutes {

    private final StoredAttachments attachments;

    public FileRoutes(StoredAttachments attachments) {
        this.attachments = attachments;
    }

    public void mount(Router router) {
        router.get("/u/:inbox/:id")
                .setName("getFile")
                .handler(this::serve)
                .failureHandler(new ProblemAnswers(failure -> Optional.empty()));
    }

    private void serve(RoutingContext ctx) {
        String expires = ctx.request().getParam("e", "");
        String signature = ctx.request().getParam("s", "");
        Optional<UUID> id = id(ctx.pathParam("id"));
        if (id.isEmpty() || !expires.matches("[0-9]{1,12}")) {
            ctx.fail(Problem.notFound());
            return;
        }
        attachments
                .open(ctx.pathParam("inbox"), id.get(), Long.parseLong(expires), signature)
                .compose(file -> file.map(found -> send(found, ctx.response()))
                        .orElseGet(() -> Future.failedFuture(Problem.notFound())))
                .onFailure(ctx::fail);
    }

    private Future<Void> send(StoredFile file, HttpServerResponse response) {
        response.putHeader("Content-Type", file.servedType())
                .putHeader("Content-Length", Long.toString(file.attachment().bytes()))
                .putHeader("Content-Disposition", file.disposition())
                .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
                .putHeader("Cache-Control", "private, max-age=300");
        return attachments.copy(file, response).compose(copied -> response.end());
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }
}
