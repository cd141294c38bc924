package tributary.gateway;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import tributary.config.ConfigFile;
import tributary.gateway.platform.postgres.PostgresConfig;
import tributary.gateway.platform.postgres.PostgresServer;

/** A whole node in this process, with a database of its own, reached over HTTP; and a look into its tables. */
public final class RealNode implements AutoCloseable {

    private static final String TOKEN = "an-api-token-for-this-test-only";

    private final Gateway gateway;
    private final PostgresServer database;
    private final Connection sql;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI url;

    private RealNode(Gateway gateway, PostgresServer database, Connection sql, URI url) {
        this.gateway = gateway;
        this.database = database;
        this.sql = sql;
        this.url = url;
    }

    /**
     * Starts one.
     *
     * @param folder for its data
     * @param inboxes entries of the configuration, as YAML
     */
    public static RealNode start(Path folder, String inboxes) throws IOException, SQLException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        int port = freePort();
        String yaml = """
                data-dir: %s/data
                public-url: http://127.0.0.1:%d
                http: { host: 127.0.0.1, port: %d }
                management: { host: 127.0.0.1, port: %d }
                smtp: { port: off, lmtp-port: off }
                setup: { admin-email: admin@example.com, admin-password: not-a-real-password-1, api-token: %s }
                inboxes:
                """.formatted(folder, port, port, freePort(), TOKEN) + inboxes.indent(2);
        GatewayConfig config = ConfigFile.parse(yaml, "test.yaml", Map.of()).read(GatewayConfig.class);
        Gateway gateway = Gateway.start(config);
        PostgresServer beside = PostgresServer.openOrJoin(new PostgresConfig(null, 0), config.dataDir());
        Connection sql = beside.dataSource("test").getConnection();
        return new RealNode(gateway, beside, sql, URI.create("http://127.0.0.1:" + port));
    }

    /** A port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    public String url(String path) {
        return url + path;
    }

    /** Posts as a provider does. */
    public CompletableFuture<HttpResponse<String>> post(String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path)).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** An agent answers a ticket. */
    public CompletableFuture<HttpResponse<String>> reply(long ticket, String text) {
        String body = new JsonObject().put("kind", "reply").put("text", text).encode();
        return post(
                "/api/v1/tickets/" + ticket + "/messages",
                body,
                "Authorization",
                "Bearer " + TOKEN,
                "Content-Type",
                "application/json");
    }

    /** Runs a statement on the connection that {@link #rows} asks on. */
    public synchronized void run(String statement) {
        try (Statement one = sql.createStatement()) {
            one.execute(statement);
        } catch (SQLException failure) {
            throw new AssertionError(statement, failure);
        }
    }

    /** The rows of a query, each value as text. */
    public synchronized List<List<String>> rows(String query) {
        try (Statement statement = sql.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(found.getString(i)));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException failure) {
            throw new AssertionError(query, failure);
        }
    }

    public long count(String what) {
        return Long.parseLong(rows("select count(*) from " + what).get(0).get(0));
    }

    @Override
    public void close() throws SQLException {
        sql.close();
        database.close();
        gateway.stop();
    }
}
