package tributary.gateway.api;

import static tributary.gateway.platform.postgres.TestDatabase.await;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import tributary.connector.Connector;
import tributary.connector.Limits;
import tributary.gateway.api.once.Idempotency;
import tributary.gateway.api.pages.ConsolePages;
import tributary.gateway.api.pages.DocsPages;
import tributary.gateway.api.pages.Widget;
import tributary.gateway.api.pages.WidgetPages;
import tributary.gateway.api.resource.PictureRoutes;
import tributary.gateway.attachment.AttachmentTable;
import tributary.gateway.attachment.StoredAttachments;
import tributary.gateway.attachment.UrlSignature;
import tributary.gateway.attachment.remote.PictureLinks;
import tributary.gateway.attachment.remote.RemotePictures;
import tributary.gateway.attachment.remote.RemotePicturesConfig;
import tributary.gateway.contact.ContactReadsTable;
import tributary.gateway.identity.IdentityFixture;
import tributary.gateway.identity.agent.Role;
import tributary.gateway.inbox.InboxCountersTable;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.inbox.InboxTable;
import tributary.gateway.inbox.suppression.SuppressionTable;
import tributary.gateway.journal.HoldingPen;
import tributary.gateway.journal.JournalBus;
import tributary.gateway.platform.blobs.BlobTable;
import tributary.gateway.platform.cluster.ClusterBus;
import tributary.gateway.platform.http.HttpConfig;
import tributary.gateway.platform.http.HttpRoutes;
import tributary.gateway.platform.http.HttpServerVerticle;
import tributary.gateway.platform.http.SecurityHeaders;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.ticket.TicketBus;
import tributary.gateway.ticket.TicketCommands;
import tributary.gateway.ticket.TicketJson;
import tributary.gateway.ticket.TicketReadsTable;

/**
 * The HTTP edge over a real database, with an administrator, a supervisor, an agent of {@code web} and an agent of nothing,
 * and one ticket in each of the inboxes {@code web} and {@code support}.
 */
final class ApiNode {

    static final long LARGEST = 2_000_000;
    static final URI PUBLIC_URL = URI.create("http://127.0.0.1:8080");

    final TestDatabase db;
    final IdentityFixture people;
    final Map<String, String> tokens;
    final HttpClient client = HttpClient.newHttpClient();
    private int port;

    ApiNode(TestDatabase db) {
        this.db = db;
        db.run(
                "truncate idempotency, ticket_event, outbox, message, ticket, party, identity, contact, attachment cascade");
        this.people = IdentityFixture.fresh(db);
        this.tokens = Map.of(
                "admin", token("admin@example.com", Role.ADMIN),
                "supervisor", token("super@example.com", Role.SUPERVISOR),
                "web", token("web@example.com", Role.AGENT, "web"),
                "none", token("none@example.com", Role.AGENT));
        ticket(1, "web", "李雷", "退款问题");
        ticket(2, "support", "Ann", "Where is 100% of it");
    }

    private static final JsonObject SYSTEM = new JsonObject()
            .put("node", "a")
            .put("clustered", true)
            .put("bus", "up")
            .put("redis", "none")
            .put(
                    "nodes",
                    new JsonArray()
                            .add(new JsonObject()
                                    .put("name", "a")
                                    .put("address", "127.0.0.1:5801")
                                    .put("self", true)
                                    .put("hears", true)
                                    .put("startedAt", "2026-11-28T06:00:00.000Z")
                                    .put("seenAt", "2026-11-28T06:00:01.000Z")
                                    .put("cursors", new JsonObject().put("web", 2))))
            .put(
                    "gone",
                    new JsonArray()
                            .add(new JsonObject()
                                    .put("name", "b")
                                    .put("address", "127.0.0.1:5802")
                                    .put("seenAt", "2026-11-28T05:59:00.000Z")))
            .put(
                    "leases",
                    new JsonArray()
                            .add(new JsonObject()
                                    .put("inbox", "web")
                                    .put("name", "puller")
                                    .put("holder", "a")
                                    .put("until", "2026-11-28T06:00:30.000Z")))
            .put(
                    "inboxes",
                    new JsonArray()
                            .add(new JsonObject()
                                    .put("name", "web")
                                    .put("holder", "a")
                                    .put("heldAt", "2026-11-28T06:00:01.000Z")
                                    .put("position", 2)
                                    .put("shown", 2)
                                    .put("waiting", 0)
                                    .put("oldestSeconds", 0.0)
                                    .put("unsent", 0)
                                    .put("unknown", 0)));

    ApiNode start() {
        Supplier<UUID> ids = UuidCreator::getTimeOrderedEpoch;
        InboxDirectory directory = await(new InboxTable(db.database()).register(List.of()));
        StoredAttachments files = new StoredAttachments(
                new AttachmentTable(db.database()),
                new BlobTable(db.database(), ids),
                new UrlSignature(new byte[32]),
                Clock.systemUTC(),
                LARGEST,
                LARGEST);
        TicketJson json = new TicketJson(
                file -> files.url(StoredAttachments.NO_INBOX, file, Duration.ofHours(1)), name -> Optional.empty());
        HttpConfig config = new HttpConfig("127.0.0.1", 0, List.of());
        HttpRoutes web = new HttpRoutes(db.vertx(), config, new SecurityHeaders(PUBLIC_URL));
        ApiServices services = new ApiServices(
                people.identity,
                new TicketCommands(
                        db.database(),
                        directory,
                        new TicketBus(db.vertx(), ClusterBus.ALONE),
                        ids,
                        Clock.systemUTC(),
                        name -> Optional.empty()),
                new TicketReadsTable(db.database()),
                new ContactReadsTable(db.database()),
                directory,
                new InboxCountersTable(db.database()),
                name -> "up",
                name -> Map.of("token", "none"),
                name -> Future.succeededFuture("the connector is running"),
                (inbox, raw) -> new Connector.Original(raw, Optional.empty()),
                new HoldingPen(
                        db.database(),
                        (inbox, raw) -> Future.succeededFuture(List.of()),
                        new JournalBus(db.vertx()),
                        ids,
                        new SimpleMeterRegistry()),
                new SuppressionTable(db.database()),
                files,
                new PictureRoutes(
                        db.vertx(),
                        new TicketReadsTable(db.database()),
                        new PictureLinks(new UrlSignature(new byte[32]), Clock.systemUTC()),
                        new RemotePictures(db.vertx(), RemotePicturesConfig.DEFAULT, new SimpleMeterRegistry())),
                new Unlimited(),
                () -> Future.succeededFuture(SYSTEM));
        new Api(PUBLIC_URL, services, json, new Idempotency(db.database())).mount(web);
        new DocsPages(db.vertx()).mount(web.router());
        new WidgetPages(db.vertx(), ApiNode::widget, true).mount(web.router());
        new ConsolePages(db.vertx()).mount(web.router());
        HttpServerVerticle server = new HttpServerVerticle(config, web);
        await(db.vertx().deployVerticle(server));
        port = server.port();
        return this;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** @param headers name, value, name, value, … */
    Answer call(String who, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(20));
        if (tokens.containsKey(who)) {
            request.header("Authorization", "Bearer " + tokens.get(who));
        }
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request.method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    Answer send(HttpRequest request) {
        try {
            return new Answer(client.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError("no answer to " + request, e);
        }
    }

    private String token(String email, Role role, String... inboxes) {
        UUID agent = people.agent(email, role, inboxes).agent().id();
        return await(people.identity.apiTokens().create(agent, "test")).token();
    }

    /** A ticket with one inbound message, as intake writes it; its message's id ends in its number. */
    private void ticket(int number, String inbox, String name, String subject) {
        String id = "00000000-0000-7000-8000-00000000000" + number;
        String of = "(select id from inbox where name = '" + inbox + "')";
        List<String> rows = new ArrayList<>();
        rows.add("insert into lane values (" + of + ") on conflict do nothing");
        rows.add("insert into inbox_stream values (" + of + ", 1) on conflict do nothing");
        rows.add("insert into contact (id, name) values ('" + id + "', '" + name + "')");
        rows.add("insert into identity values ('" + id + "', 'visitor', '" + inbox + "', 'v" + number
                + "', 'claimed', '" + id + "')");
        rows.add("insert into party (id, inbox_id, identity_id, seq) values ('" + id + "', " + of + ", '" + id
                + "', 1)");
        rows.add("insert into ticket (id, number, inbox_id, party_id, contact_id, subject, status, one_open, seq,"
                + " message_count, last_message, created_at, updated_at) values ('" + id + "', " + number + ", " + of
                + ", '" + id
                + "', '" + id + "', '" + subject + "', 'new', false, 1, 1, '" + id + "', now(), now())");
        rows.add(
                "insert into message (id, ticket_id, seq, direction, author_kind, author_name, text, sent_at, received_at)"
                        + " values ('" + id + "', '" + id + "', 1, 'inbound', 'contact', '" + name
                        + "', '你好，我要退款', now(), now())");
        rows.add(
                "insert into ticket_event (inbox_id, position, ticket_id, seq, party_id, party_seq, kind, version, actor_kind,"
                        + " data, at) values (" + of + ", 1, '" + id + "', 1, '" + id
                        + "', 1, 'message.created', 1, 'contact', '{}',"
                        + " now())");
        rows.forEach(db::run);
    }

    private static Optional<Widget> widget(String inbox) {
        return inbox.equals("web")
                ? Optional.of(
                        new Widget("web", "", List.of("https://shop.example.com"), Map.of("title", "it's \"us\"")))
                : Optional.empty();
    }

    /** What came back. */
    record Answer(HttpResponse<String> response) {

        int status() {
            return response.statusCode();
        }

        JsonObject json() {
            return new JsonObject(response.body());
        }

        String code() {
            return json().getString("code");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private static final class Unlimited implements Limits {
        @Override
        public Optional<Duration> take(String limit, String subject) {
            return Optional.empty();
        }

        @Override
        public boolean exempt(String peer, boolean forwarded) {
            return true;
        }
    }
}
