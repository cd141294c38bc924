package tributary.gateway.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.TestNode.eventually;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.UnavailableException;

/** Hooks over real sockets. */
class HookRoutesIT {

    private static final HttpConfig ANY_PORT = new HttpConfig("127.0.0.1", 0, List.of());

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<HookCall> last = new AtomicReference<>();
    private HookRoutes hooks;
    private HttpServerVerticle server;

    @BeforeEach
    void starts() throws Exception {
        HttpRoutes web = new HttpRoutes(vertx, ANY_PORT, new SecurityHeaders(URI.create("https://help.example.com")));
        hooks = new HookRoutes(vertx, web, meters);
        hooks.open("oa", 100, call -> {
            last.set(call);
            return Future.succeededFuture(HookAnswer.text("success"));
        });
        hooks.open("down", 100, call -> Future.failedFuture(new UnavailableException("full", Duration.ofSeconds(7))));
        hooks.open("broken", 100, call -> {
            throw new IllegalStateException("secret");
        });
        server = new HttpServerVerticle(ANY_PORT, web);
        await(vertx.deployVerticle(server));
    }

    @AfterEach
    void stops() throws Exception {
        await(vertx.close());
    }

    @Test
    void aHookGetsTheBytesAndTheAddressAsTheyCame() throws Exception {
        HttpResponse<String> answer = post("/hooks/oa?a=%2B1&b=x+y", "a=1&b=%20");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("success");
        assertThat(last.get().uri()).isEqualTo("/hooks/oa?a=%2B1&b=x+y");
        assertThat(last.get().query().get("a")).isEqualTo("+1");
        assertThat(last.get().body().toString()).isEqualTo("a=1&b=%20");
        assertThat(last.get().place()).isEmpty();
        assertThat(last.get().peer().address()).isEqualTo("127.0.0.1");
    }

    @Test
    void whatFollowsTheInboxsNameIsTheHooksToJudge() throws Exception {
        post("/hooks/oa/status", "");
        assertThat(last.get().place()).isEqualTo("status");

        get("/hooks/oa/status/secret-1");
        assertThat(last.get().place()).isEqualTo("status/secret-1");
        assertThat(last.get().method()).isEqualTo("GET");
    }

    @Test
    void anInboxWithoutHooksIsNotFound() throws Exception {
        assertThat(post("/hooks/web", "").statusCode()).isEqualTo(404);
        assertThat(post("/hooks/web/status", "").statusCode()).isEqualTo(404);
        assertThat(get("/hooks").statusCode()).isEqualTo(404);
    }

    @Test
    void aLargerBodyIsRefusedAlsoWithoutALength() throws Exception {
        assertThat(post("/hooks/oa", "x".repeat(100)).statusCode()).isEqualTo(200);
        assertThat(post("/hooks/oa", "x".repeat(101)).statusCode()).isEqualTo(413);
        HttpRequest chunked = HttpRequest.newBuilder(uri("/hooks/oa"))
                .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString("x".repeat(101))))
                .build();
        assertThat(client.send(chunked, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(413);
        assertThat(counted("oa", 413)).isEqualTo(2);
    }

    @Test
    void anotherMethodIsRefused() throws Exception {
        HttpRequest put = HttpRequest.newBuilder(uri("/hooks/oa"))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(put, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void aFaultTellsNothingAndAFullStoreSaysWhenToComeBack() throws Exception {
        HttpResponse<String> down = post("/hooks/down", "x");
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.headers().firstValue("Retry-After")).contains("7");

        HttpResponse<String> broken = post("/hooks/broken", "x");
        assertThat(broken.statusCode()).isEqualTo(500);
        assertThat(broken.body()).isEmpty();
    }

    @Test
    void whatWasTakenIsAnsweredAndWhatIsNewIsRefusedWhileTheNodeStops() throws Exception {
        Promise<HookAnswer> held = Promise.promise();
        AtomicReference<HookCall> taken = new AtomicReference<>();
        hooks.open("slow", 100, call -> {
            taken.set(call);
            return held.future();
        });
        CompletableFuture<HttpResponse<String>> first = client.sendAsync(
                HttpRequest.newBuilder(uri("/hooks/slow")).GET().build(), HttpResponse.BodyHandlers.ofString());
        eventually(() -> taken.get() != null);

        Future<Void> stopped = hooks.stop();
        HttpResponse<String> late = get("/hooks/oa");
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.headers().firstValue("Retry-After")).isPresent();
        assertThat(stopped.isComplete()).isFalse();

        held.complete(HookAnswer.DONE);
        assertThat(first.get(10, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        await(stopped);
    }

    private double counted(String inbox, int status) {
        return meters.counter(HookRoutes.ANSWERED, "inbox", inbox, "status", Integer.toString(status))
                .count();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
