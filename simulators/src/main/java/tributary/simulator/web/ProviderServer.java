package tributary.simulator.web;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A provider's API on the loopback. Faults are asked for with {@code POST /simulator/fault}. */
public final class ProviderServer implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int THREADS = 32;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final Map<String, Function<Exchange, Answer>> routes = new ConcurrentHashMap<>();
    private final Map<String, Fault> faults = new ConcurrentHashMap<>();

    /** @param port 0 for any */
    public ProviderServer(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        route("/simulator/fault", request -> {
            fault(request.body());
            return Answer.json(JSON.createObjectNode().put("ok", true));
        });
    }

    public void start() {
        server.start();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public ProviderServer route(String path, Function<Exchange, Answer> handler) {
        routes.put(path, handler);
        return this;
    }

    private void fault(byte[] body) {
        try {
            Fault fault = Fault.of(JSON.readTree(body));
            faults.put(fault.path(), fault);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected JSON", e);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Exchange request = read(exchange);
            Function<Exchange, Answer> route = routes.get(request.path());
            Optional<Fault> fault = take(request.path());
            if (route == null) {
                write(exchange, Answer.status(404));
            } else if (fault.isEmpty()) {
                write(exchange, answer(route, request));
            } else {
                fail(exchange, fault.get(), route, request);
            }
        }
    }

    private static Answer answer(Function<Exchange, Answer> route, Exchange request) {
        try {
            return route.apply(request);
        } catch (IllegalArgumentException e) {
            byte[] words = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
            return Answer.of(400, Map.of("Content-Type", "text/plain; charset=utf-8"), words);
        }
    }

    private static void fail(HttpExchange exchange, Fault fault, Function<Exchange, Answer> route, Exchange request)
            throws IOException {
        Answer done = fault.isDone() ? answer(route, request) : Answer.status(fault.code());
        switch (fault.kind()) {
            case "errcode" ->
                write(
                        exchange,
                        Answer.json(JSON.createObjectNode()
                                .put("errcode", fault.code())
                                .put("errmsg", "simulated hint: [x] rid: 1")));
            case "status" ->
                write(
                        exchange,
                        fault.retryAfter() == 0
                                ? done
                                : Answer.of(
                                        fault.code(),
                                        Map.of("Retry-After", Integer.toString(fault.retryAfter())),
                                        new byte[0]));
            case "slow" -> {
                pause(fault.code());
                write(exchange, done);
            }
            default -> {} // Closed without an answer.
        }
    }

    private Optional<Fault> take(String path) {
        Fault[] taken = new Fault[1];
        faults.computeIfPresent(path, (key, fault) -> {
            taken[0] = fault;
            return fault.times() > 1 ? fault.once() : null;
        });
        return Optional.ofNullable(taken[0]);
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Exchange read(HttpExchange exchange) throws IOException {
        Map<String, String> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            query.put(decoded(parts[0]), parts.length == 2 ? decoded(parts[1]) : "");
        }
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        return new Exchange(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query,
                type == null ? "" : type,
                new Octets(exchange.getRequestBody().readAllBytes()));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void write(HttpExchange exchange, Answer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        if (answer.body().length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(answer.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
