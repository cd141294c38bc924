package tributary.gateway.api.resource;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Reply;
import tributary.gateway.attachment.remote.Picture;
import tributary.gateway.attachment.remote.PictureLinks;
import tributary.gateway.attachment.remote.PictureRefusedException;
import tributary.gateway.attachment.remote.RemotePictures;
import tributary.gateway.platform.http.Problem;
import tributary.gateway.platform.http.ProblemAnswers;
import tributary.gateway.ticket.TicketReads;

/** Pictures that a mail shows from elsewhere: addresses of ours for them, and the pictures behind those. */
public final class PictureRoutes implements Resource {

    private final Vertx vertx;
    private final TicketReads reads;
    private final PictureLinks links;
    private final RemotePictures pictures;

    public PictureRoutes(Vertx vertx, TicketReads reads, PictureLinks links, RemotePictures pictures) {
        this.vertx = vertx;
        this.reads = reads;
        this.links = links;
        this.pictures = pictures;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(Operation.LIST_PICTURES, this::list);
    }

    /** Nobody logs in here: who has an address has it from {@link #list}. */
    public void mount(Router router) {
        router.get("/p/:source")
                .setName("getPicture")
                .handler(this::serve)
                .failureHandler(new ProblemAnswers(failure -> failure instanceof PictureRefusedException
                        ? Optional.of(
                                new Problem(502, "picture-unavailable", "the picture cannot be had from where it is"))
                        : Optional.empty()));
    }

    private Future<Reply> list(Call call) {
        if (!pictures.enabled()) {
            throw new Problem(409, "pictures-off", "remote-pictures.enabled is false");
        }
        return reads.html(call.caller().visible(), call.id())
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(html -> vertx.executeBlocking(() -> links.of(html), false))
                .map(found -> Reply.ok(Shapes.list(Shapes.array(List.copyOf(found), PictureRoutes::shape))));
    }

    private static JsonObject shape(PictureLinks.Link link) {
        return new JsonObject().put("source", link.source()).put("url", link.url());
    }

    private void serve(RoutingContext ctx) {
        String expires = ctx.request().getParam("e", "");
        Optional<String> source = expires.matches("[0-9]{1,12}")
                ? links.source(
                        ctx.pathParam("source"),
                        Long.parseLong(expires),
                        ctx.request().getParam("s", ""))
                : Optional.empty();
        source.map(pictures::fetch)
                .orElseGet(() -> Future.failedFuture(Problem.notFound()))
                .compose(picture -> send(picture, ctx.response()))
                .onFailure(ctx::fail);
    }

    private static Future<Void> send(Picture picture, HttpServerResponse response) {
        return response.putHeader("Content-Type", picture.type())
                .putHeader("Content-Disposition", "attachment; filename=\"picture\"")
                .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
                .putHeader("Cache-Control", "private, max-age=300")
                .end(picture.bytes());
    }
}
