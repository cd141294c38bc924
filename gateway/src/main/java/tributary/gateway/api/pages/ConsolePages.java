package tributary.gateway.api.pages;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import tributary.gateway.platform.http.Problem;

/** The agents' console at {@code /}: a page that finds its way by itself, so every path that is nobody else's gets it. */
public final class ConsolePages {

    private static final int BEFORE_LAST = 900_000;
    private static final String INDEX = "index.html";
    private static final String ASSETS = "assets/";
    private static final List<String> OTHERS = List.of("/api", "/chat", "/w", "/u", "/hooks", "/demo");
    /** A frame with a mail in it inherits this: pictures from elsewhere after a click, and the mail's own styles. */
    private static final String POLICY = "default-src 'self'; img-src 'self' data: blob: https:; style-src 'self'; "
            + "style-src-attr 'unsafe-inline'; "
            + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final PageFiles files;

    public ConsolePages(Vertx vertx) {
        this(new PageFiles(vertx, "web/console/"));
    }

    ConsolePages(PageFiles files) {
        this.files = files;
    }

    public void mount(Router router) {
        router.route(HttpMethod.GET, "/*").order(BEFORE_LAST).handler(this::serve);
    }

    private void serve(RoutingContext ctx) {
        String path = ctx.request().path();
        if (OTHERS.stream().anyMatch(other -> path.equals(other) || path.startsWith(other + '/'))) {
            ctx.next();
            return;
        }
        String file = path.substring(1);
        files.file(file)
                .onSuccess(found -> {
                    if (found.isPresent() && !file.equals(INDEX)) {
                        answer(ctx, file, found.get());
                    } else {
                        index(ctx, file);
                    }
                })
                .onFailure(ctx::fail);
    }

    private void index(RoutingContext ctx, String file) {
        if (file.startsWith(ASSETS)) {
            ctx.fail(Problem.notFound());
            return;
        }
        files.file(INDEX)
                .map(found -> found.orElseThrow(Problem::notFound))
                .onSuccess(page -> answer(ctx, INDEX, page))
                .onFailure(ctx::fail);
    }

    private static void answer(RoutingContext ctx, String file, Buffer content) {
        String cache = Optional.of(file)
                .filter(name -> name.startsWith(ASSETS))
                .map(asset -> Page.IMMUTABLE)
                .orElse(Page.REVALIDATE);
        new Page(content, PageFiles.type(file), cache, POLICY).answer(ctx);
    }
}
