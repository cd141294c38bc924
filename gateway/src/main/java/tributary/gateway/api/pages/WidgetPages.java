package tributary.gateway.api.pages;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import tributary.gateway.platform.http.Problem;

/** The customers' widget: its loader with the inbox's settings baked in, the panel it frames, and a shop to try it in. */
public final class WidgetPages {

    private static final String CONFIG = "__TRIBUTARY_CONFIG__";
    private static final String INBOX = "__INBOX__";
    private static final String FIVE_MINUTES = "public, max-age=300";
    private static final String NOTHING = "default-src 'none'";
    private static final String PANEL =
            "default-src 'self'; img-src 'self' data: blob:; style-src 'self'; object-src 'none'; "
                    + "base-uri 'none'; frame-ancestors 'self'";
    private static final String DEMO =
            "default-src 'self'; img-src 'self' data:; " + "object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    private final PageFiles files;
    private final Function<String, Optional<Widget>> widgets;
    private final boolean demo;

    /**
     * @param widgets the live chat inboxes by name
     * @param demo whether to show the demo shop: only while nobody but this machine can see it
     */
    public WidgetPages(Vertx vertx, Function<String, Optional<Widget>> widgets, boolean demo) {
        this(new PageFiles(vertx, "web/widget/"), widgets, demo);
    }

    WidgetPages(PageFiles files, Function<String, Optional<Widget>> widgets, boolean demo) {
        this.files = files;
        this.widgets = widgets;
        this.demo = demo;
    }

    public void mount(Router router) {
        router.get("/w/assets/*").handler(this::asset);
        router.getWithRegex("/w/(?<inbox>[a-z0-9-]{1,40})\\.js").handler(ctx -> loader(ctx, ctx.pathParam("inbox")));
        router.get("/w/:inbox/panel").handler(ctx -> panel(ctx, ctx.pathParam("inbox")));
        if (demo) {
            router.get("/demo").handler(this::demo);
        }
    }

    private void asset(RoutingContext ctx) {
        String file = ctx.request().path().substring("/w/".length());
        ctx.response().putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        answer(ctx, file(file).map(content -> new Page(content, PageFiles.type(file), Page.IMMUTABLE, NOTHING)));
    }

    private void loader(RoutingContext ctx, String inbox) {
        ctx.response().putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        answer(
                ctx,
                widget(inbox)
                        .compose(widget ->
                                file("launcher.js").map(built -> bake(built, CONFIG, inString(config(widget)))))
                        .map(content -> new Page(content, PageFiles.type("launcher.js"), FIVE_MINUTES, NOTHING)));
    }

    private void panel(RoutingContext ctx, String inbox) {
        ctx.response().headers().remove("X-Frame-Options");
        answer(
                ctx,
                widget(inbox)
                        .compose(widget -> file("panel.html")
                                .map(content -> new Page(
                                        content,
                                        PageFiles.type("panel.html"),
                                        Page.REVALIDATE,
                                        String.join(" ", PANEL, String.join(" ", widget.origins()))
                                                .strip()))));
    }

    private void demo(RoutingContext ctx) {
        answer(
                ctx,
                file("demo.html")
                        .map(built -> bake(built, INBOX, "web"))
                        .map(content -> new Page(content, PageFiles.type("demo.html"), Page.REVALIDATE, DEMO)));
    }

    private Future<Widget> widget(String inbox) {
        return widgets.apply(inbox)
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(Problem.notFound()));
    }

    private Future<Buffer> file(String path) {
        return files.file(path).map(found -> found.orElseThrow(Problem::notFound));
    }

    private static void answer(RoutingContext ctx, Future<Page> page) {
        page.onSuccess(found -> found.answer(ctx)).onFailure(ctx::fail);
    }

    private static Buffer bake(Buffer built, String placeholder, String value) {
        return Buffer.buffer(built.toString().replace(placeholder, value));
    }

    private static String config(Widget widget) {
        JsonObject config = new JsonObject().put("inbox", widget.inbox()).put("base", widget.base());
        widget.look().forEach(config::put);
        return config.encode();
    }

    /** As the inside of a JavaScript string, whichever quotes are around it, and harmless in HTML. */
    private static String inString(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (c < 128 && (Character.isLetterOrDigit(c) || " .,:/_{}[]-".indexOf(c) >= 0)) {
                escaped.append((char) c);
            } else {
                escaped.append(String.format("\\u%04x", c));
            }
        });
        return escaped.toString();
    }
}
