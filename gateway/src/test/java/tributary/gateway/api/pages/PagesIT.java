package tributary.gateway.api.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tributary.gateway.platform.http.HttpConfig;
import tributary.gateway.platform.http.HttpRoutes;
import tributary.gateway.platform.http.HttpServerVerticle;
import tributary.gateway.platform.http.SecurityHeaders;

/** The pages over real HTTP, with small files in place of the built ones. */
class PagesIT {

    private static final String TITLE = "it's \"us\" </script> 你好";
    private static final Vertx VERTX = Vertx.vertx();
    private static HttpServerVerticle server;

    @BeforeAll
    static void start() throws Exception {
        HttpConfig config = new HttpConfig("127.0.0.1", 0, List.of());
        HttpRoutes web = new HttpRoutes(VERTX, config, new SecurityHeaders(URI.create("http://127.0.0.1:8080")));
        new WidgetPages(new PageFiles(VERTX, "pages/widget/"), PagesIT::widget, true).mount(web.router());
        new ConsolePages(new PageFiles(VERTX, "pages/console/")).mount(web.router());
        server = new HttpServerVerticle(config, web);
        await(VERTX.deployVerticle(server));
    }

    @AfterAll
    static void stop() throws Exception {
        await(VERTX.undeploy(server.deploymentID()));
        await(VERTX.close());
    }

    @Test
    void theLoaderCarriesTheInboxsSettingsAsOneHarmlessString() throws Exception {
        HttpResponse<String> loader = get("/w/web.js");

        assertThat(loader.headers().firstValue("Cache-Control")).contains("public, max-age=300");
        assertThat(loader.body()).doesNotContain("</script>", "__TRIBUTARY_CONFIG__");
        assertThat(baked(loader.body()))
                .isEqualTo(new JsonObject()
                        .put("inbox", "web")
                        .put("base", "https://help.example.com")
                        .put("title", TITLE));
        assertThat(get("/w/other.js").statusCode()).isEqualTo(404);
    }

    @Test
    void whoHasTheLoaderAlreadyIsToldSo() throws Exception {
        String tag = get("/w/web.js").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = get("/w/web.js", "If-None-Match", tag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void thePanelMayBeFramedByTheInboxsSitesOnly() throws Exception {
        HttpResponse<String> panel = get("/w/web/panel");

        assertThat(panel.headers().firstValue("X-Frame-Options")).isEmpty();
        assertThat(panel.headers().firstValue("Content-Security-Policy").orElseThrow())
                .endsWith("frame-ancestors 'self' https://shop.example.com");
        assertThat(get("/w/assets/panel-1a2b.js").headers().firstValue("Cache-Control"))
                .contains("public, max-age=31536000, immutable");
    }

    @Test
    void theDemoShowsTheWidgetOfTheInboxWeb() throws Exception {
        assertThat(get("/demo").body()).contains("/w/web.js");
    }

    @Test
    void everyPathOfTheConsoleIsItsPageAndAMissingAssetIsNone() throws Exception {
        for (String path : List.of("/", "/tickets/12", "/settings", "/index.html")) {
            HttpResponse<String> page = get(path);

            assertThat(page.body()).as(path).contains("<title>console</title>");
            assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'self'")
                    .contains("frame-ancestors 'none'");
            assertThat(page.headers().firstValue("Cache-Control")).contains("no-cache");
        }
        assertThat(get("/assets/app-1a2b.js")
                        .headers()
                        .firstValue("Cache-Control")
                        .orElseThrow())
                .contains("immutable");
        assertThat(get("/assets/gone.js").statusCode()).isEqualTo(404);
        assertThat(get("/assets/").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/x").statusCode()).isEqualTo(404);
    }

    private static JsonObject baked(String script) {
        Matcher string = Pattern.compile("JSON\\.parse\\((\"[^\"]*\")\\)").matcher(script);
        assertThat(string.find()).isTrue();
        return new JsonObject(new JsonObject("{\"text\":" + string.group(1) + "}").getString("text"));
    }

    private static Optional<Widget> widget(String inbox) {
        return Optional.of(new Widget(
                        "web", "https://help.example.com", List.of("https://shop.example.com"), Map.of("title", TITLE)))
                .filter(found -> found.inbox().equals(inbox));
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(10, TimeUnit.SECONDS);
    }
}
