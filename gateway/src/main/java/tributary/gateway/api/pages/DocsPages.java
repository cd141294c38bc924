package tributary.gateway.api.pages;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import tributary.gateway.platform.http.Problem;

/** {@code /api/openapi.yaml} and the explorer at {@code /api/docs}: Swagger UI from our own class path. */
public final class DocsPages {

    /** The version is that of the parent POM; a test asks for the file. */
    private static final String FOLDER = "META-INF/resources/webjars/swagger-ui/5.18.2/";

    private static final List<String> EXPLORER = List.of("swagger-ui.css", "swagger-ui-bundle.js");
    /** Swagger UI styles elements one by one; scripts come from here only. */
    private static final String POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; "
            + "object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

    private final PageFiles ours;
    private final PageFiles explorer;

    public DocsPages(Vertx vertx) {
        this.ours = new PageFiles(vertx, "");
        this.explorer = new PageFiles(vertx, FOLDER);
    }

    public void mount(Router router) {
        router.get("/api/openapi.yaml").handler(ctx -> answer(ctx, ours, "openapi.yaml"));
        router.get("/api/docs").handler(ctx -> answer(ctx, ours, "web/docs/index.html"));
        router.get("/api/docs/start.js").handler(ctx -> answer(ctx, ours, "web/docs/start.js"));
        for (String file : EXPLORER) {
            router.get("/api/docs/" + file).handler(ctx -> answer(ctx, explorer, file));
        }
    }

    private static void answer(RoutingContext ctx, PageFiles from, String file) {
        from.file(file)
                .map(found -> found.orElseThrow(Problem::notFound))
                .onSuccess(content -> new Page(content, PageFiles.type(file), Page.REVALIDATE, POLICY).answer(ctx))
                .onFailure(ctx::fail);
    }
}
