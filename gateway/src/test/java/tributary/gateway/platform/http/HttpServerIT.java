package tributary.gateway.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The server over real sockets. */
class HttpServerIT {

    private static final Vertx VERTX = Vertx.vertx();
    private static final HttpConfig ANY_PORT = new HttpConfig("127.0.0.1", 0, List.of());
    private static HttpServerVerticle server;

    private static final Queue<WebSocketClient> CLIENTS = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws Exception {
        Deadlines deadlines = new Deadlines(VERTX, Duration.ofSeconds(2), Duration.ofSeconds(10));
        HttpRoutes routes = new HttpRoutes(
                ANY_PORT, new SecurityHeaders(URI.create("https://help.example.com")), Router.router(VERTX), deadlines);
        routes.upgrade("/chat/v1/ws", "web", HttpServerIT::echo);
        routes.router().get("/broken").handler(ctx -> {
            throw new IllegalStateException("secret");
        });
        routes.router().get("/fine").handler(ctx -> ctx.end("fine"));
        server = new HttpServerVerticle(ANY_PORT, routes);
        await(VERTX.deployVerticle(server));
    }

    @AfterAll
    static void stop() throws Exception {
        // Also with sockets open, whose peers may be gone.
        await(VERTX.undeploy(server.deploymentID()));
        await(VERTX.close());
    }

    @Test
    void aFaultIsAProblemThatTellsNothing() throws Exception {
        HttpResponse<String> answer = get("/broken");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"internal\"").doesNotContain("secret", "IllegalState");
    }

    @Test
    void anUnknownPathIsAProblemWithTheHeadersOfEveryAnswer() throws Exception {
        HttpResponse<String> answer = get("/nothing");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("not-found");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
    }

    @Test
    void anUpgradeForAnUnknownInboxIsNotFound() {
        assertThat(connect("/chat/v1/ws?inbox=other", 65_536).cause()).hasMessageContaining("404");
        assertThat(connect("/elsewhere?inbox=web", 65_536).cause()).hasMessageContaining("404");
    }

    @Test
    void agreesOnTheSubProtocol() {
        assertThat(connect("/chat/v1/ws?inbox=web", 65_536).result().subProtocol())
                .isEqualTo("lc1");
    }

    @Test
    void theLargestFramePassesAndALargerOneIsToldWhy() throws Exception {
        WebSocket socket = connect("/chat/v1/ws?inbox=web", 2_000_000).result();
        Promise<String> echoed = Promise.promise();
        Promise<Short> closed = Promise.promise();
        socket.textMessageHandler(echoed::tryComplete);
        socket.closeHandler(gone -> closed.tryComplete(socket.closeStatusCode()));

        socket.writeFinalTextFrame("x".repeat(65_536));
        String back = await(echoed.future());
        socket.writeFinalTextFrame("x".repeat(1_000_000));

        assertThat(back).hasSize(65_536);
        assertThat(await(closed.future())).isEqualTo((short) 1009);
    }

    @Test
    void cutsWhoeverFeedsAHeadOneByteAtATimeButNotASocket() throws Exception {
        WebSocket socket = connect("/chat/v1/ws?inbox=web", 65_536).result();
        AtomicBoolean cut = new AtomicBoolean();
        socket.closeHandler(gone -> cut.set(true));

        try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            slow.setSoTimeout(200);
            assertThat(feedUntilCut(slow)).isLessThan(Duration.ofSeconds(8));
        }

        assertThat(cut).isFalse();
    }

    @Test
    void answersOneAfterTheOtherOnOneConnection() throws Exception {
        byte[] request = "GET /fine HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write(request);
                byte[] answer = new byte[1024];
                int read = socket.getInputStream().read(answer);
                assertThat(new String(answer, 0, read, StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void readinessNamesEachPartAndHangsOnNone() throws Exception {
        List<HealthCheck> checks = List.of(
                new HealthCheck("database", true, Promise.<Void>promise()::future),
                new HealthCheck("web", false, () -> Future.failedFuture("no route")),
                new HealthCheck("disk", true, Future::succeededFuture));
        ManagementVerticle management = new ManagementVerticle(
                ANY_PORT,
                () -> checks,
                () -> Future.succeededFuture(new JsonObject().put("lanes", new JsonArray())),
                () -> false,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        await(VERTX.deployVerticle(management));

        HttpResponse<String> ready = get(management.port(), "/health/ready");

        assertThat(ready.statusCode()).isEqualTo(503);
        JsonObject parts = new JsonObject(ready.body()).getJsonObject("parts");
        assertThat(parts.getJsonObject("database").getString("status")).isEqualTo("down");
        assertThat(parts.getJsonObject("web").getString("reason")).isEqualTo("no route");
        assertThat(parts.getJsonObject("disk").getString("status")).isEqualTo("up");
        assertThat(new JsonObject(ready.body()).getJsonArray("lanes")).isEmpty();
        assertThat(get(management.port(), "/health/live").statusCode()).isEqualTo(200);
        assertThat(get(management.port(), "/metrics").statusCode()).isEqualTo(200);
    }

    @Test
    void readinessIsAnsweredWithoutWhatIsNotToBeKnownOfTheCluster() throws Exception {
        ManagementVerticle management = new ManagementVerticle(
                ANY_PORT,
                List::of,
                () -> Future.failedFuture("the database is away"),
                () -> false,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
        await(VERTX.deployVerticle(management));

        HttpResponse<String> ready = get(management.port(), "/health/ready");

        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(ready.body()).fieldNames()).containsExactly("status", "parts");
    }

    private static Duration feedUntilCut(Socket slow) {
        long began = System.nanoTime();
        try {
            InputStream in = slow.getInputStream();
            for (int i = 0; i < 50; i++) {
                slow.getOutputStream().write('G');
                if (isAtEnd(in)) {
                    break;
                }
            }
        } catch (IOException reset) {
            // Cut while writing: just as well.
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static boolean isAtEnd(InputStream in) throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketTimeoutException nothingYet) {
            return false;
        }
    }

    private static void echo(HttpServerRequest request) {
        request.toWebSocket().onSuccess(socket -> socket.textMessageHandler(socket::writeFinalTextFrame));
    }

    private static Future<WebSocket> connect(String path, int largest) {
        WebSocketClient client = VERTX.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(largest).setMaxMessageSize(largest));
        // A client nobody refers to is closed by the next garbage collection.
        CLIENTS.add(client);
        Future<WebSocket> connected = client.connect(new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(server.port())
                .setURI(path)
                .setSubProtocols(List.of("lc1")));
        try {
            connected.await(10, TimeUnit.SECONDS);
        } catch (Throwable refused) {
            assertThat(connected.failed()).isTrue();
        }
        return connected;
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return get(server.port(), path);
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(10, TimeUnit.SECONDS);
    }
}
