package tributary.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.api.ApiNode.Answer;
import tributary.gateway.identity.IdentityFixture;
import tributary.gateway.platform.postgres.TestDatabase;

/** Calls over real HTTP to a real database. */
class ApiIT {

    private static final String NOTE = "{\"kind\":\"note\",\"text\":\"看过了\"}";

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private static final Description DESCRIPTION = Description.read();
    private static ApiNode node;

    @BeforeAll
    static void start() {
        node = new ApiNode(DB).start();
    }

    @Test
    void answersAsDescribedWhenAllIsWell() {
        String message = node.call("admin", "POST", "/api/v1/tickets/2/messages", NOTE)
                .json()
                .getString("id");
        assertThat(message).isNotEmpty();

        described("getSession", "GET", "/api/v1/session", null, 200);
        described("getSetup", "GET", "/api/v1/setup", null, 200);
        described("listTickets", "GET", "/api/v1/tickets", null, 200);
        described("getTicket", "GET", "/api/v1/tickets/2", null, 200);
        described("listMessages", "GET", "/api/v1/tickets/2/messages", null, 200);
        described("listMessages", "GET", "/api/v1/tickets/2/messages?before=99&limit=1", null, 200);
        described("postMessage", "POST", "/api/v1/tickets/2/messages", "{\"kind\":\"reply\",\"text\":\"x\"}", 201);
        described("patchTicket", "PATCH", "/api/v1/tickets/2", "{\"priority\":\"high\",\"tags\":[\"a\"]}", 200);
        described("postRead", "POST", "/api/v1/tickets/2/read", "{\"seq\":1}", 204);
        described("moveMessage", "POST", "/api/v1/messages/" + message + "/move", "{}", 200);
        described("undoMove", "POST", "/api/v1/messages/" + message + "/move/undo", "{}", 200);
        described("getContact", "GET", "/api/v1/contacts/00000000-0000-7000-8000-000000000002", null, 200);
        described("listInboxes", "GET", "/api/v1/inboxes", null, 200);
        described("listAgents", "GET", "/api/v1/agents", null, 200);
        described("listQuarantine", "GET", "/api/v1/quarantine", null, 200);
        described("postToken", "POST", "/api/v1/tokens", "{\"name\":\"reports\"}", 201);
        described("listTokens", "GET", "/api/v1/tokens", null, 200);
        described("postWsTicket", "POST", "/api/v1/ws-ticket", "{}", 201);
    }

    @Test
    void showsAnAgentOnlyTheirInboxes() {
        JsonObject tickets = node.call("web", "GET", "/api/v1/tickets", null).json();
        JsonObject inboxes = node.call("web", "GET", "/api/v1/inboxes", null).json();
        JsonObject nothing = node.call("none", "GET", "/api/v1/tickets", null).json();

        assertThat(tickets.getJsonArray("data").toString()).contains("\"web\"").doesNotContain("support");
        assertThat(tickets.getJsonObject("heads").fieldNames()).containsExactly("inbox:web");
        assertThat(inboxes.getJsonArray("data").size()).isEqualTo(1);
        assertThat(nothing.getJsonArray("data")).isEmpty();
        assertThat(nothing.getJsonObject("heads")).isEmpty();
    }

    @Test
    void findsTwoChineseCharactersAndTakesWildcardsAsText() {
        assertThat(found("退款")).contains(1);
        assertThat(found("李雷")).containsExactly(1);
        assertThat(found("#1")).contains(1);
        assertThat(found("100%")).containsExactly(2);
        assertThat(found("1%0")).isEmpty();
        assertThat(found("_")).isEmpty();
    }

    @Test
    void aKeyTakesEffectOnceHoweverManySendItAtTheSameTime() throws Exception {
        long before = messages();
        ExecutorService senders = Executors.newFixedThreadPool(8);

        List<CompletableFuture<Answer>> sent = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            sent.add(CompletableFuture.supplyAsync(
                    () -> node.call("web", "POST", "/api/v1/tickets/1/messages", NOTE, "Idempotency-Key", "race"),
                    senders));
        }
        Set<String> ids = new HashSet<>();
        for (CompletableFuture<Answer> answer : sent) {
            assertThat(answer.get().status()).isEqualTo(201);
            ids.add(answer.get().json().getString("id"));
        }
        senders.shutdown();

        assertThat(ids).hasSize(1);
        assertThat(messages()).isEqualTo(before + 1);
    }

    @Test
    void aKeyIsRefusedWithAnotherBodyAndIsFreeForAnotherAgentAndPath() {
        String path = "/api/v1/tickets/1/messages";
        String other = NOTE.replace("看过了", "没有");
        Answer first = node.call("web", "POST", path, NOTE, "Idempotency-Key", "k1");
        Answer again = node.call("web", "POST", path, NOTE, "Idempotency-Key", "k1");
        Answer mismatch = node.call("web", "POST", path, other, "Idempotency-Key", "k1");
        Answer colleague = node.call("admin", "POST", path, other, "Idempotency-Key", "k1");

        assertThat(again.response().body()).isEqualTo(first.response().body());
        assertThat(again.status()).isEqualTo(201);
        assertThat(mismatch.status()).isEqualTo(422);
        assertThat(mismatch.code()).isEqualTo("idempotency-mismatch");
        assertThat(colleague.status()).isEqualTo(201);
        assertThat(node.call("web", "POST", path, NOTE, "Idempotency-Key", "x".repeat(256))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aRefusalIsNotRememberedUnderTheKey() {
        String path = "/api/v1/tickets/1/messages";
        String stale = "{\"kind\":\"reply\",\"text\":\"x\",\"lastSeen\":0}";

        Answer refused = node.call("web", "POST", path, stale, "Idempotency-Key", "k2");
        Answer forced = node.call("web", "POST", path, stale.replace("}", ",\"force\":true}"), "Idempotency-Key", "k2");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.code()).isEqualTo("stale-context");
        assertThat(forced.status()).isEqualTo(201);
    }

    @Test
    void aSecretTokenIsNotKeptForReplay() {
        Answer made = node.call("web", "POST", "/api/v1/tokens", "{\"name\":\"a\"}", "Idempotency-Key", "k3");

        assertThat(made.status()).isEqualTo(201);
        assertThat(DB.value("select count(*) from idempotency where strpos(body::text, 'trb_') > 0"))
                .isEqualTo(0L);
    }

    @Test
    void creatingAnAgentTwiceWithAKeyMakesOne() {
        String body = "{\"name\":\"n\",\"email\":\"n@example.com\",\"role\":\"agent\",\"password\":\"0123456789\"}";

        Answer first = node.call("admin", "POST", "/api/v1/agents", body, "Idempotency-Key", "k4");
        Answer again = node.call("admin", "POST", "/api/v1/agents", body, "Idempotency-Key", "k4");
        Answer without = node.call("admin", "POST", "/api/v1/agents", body);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(without.status()).isEqualTo(409);
        assertThat(DESCRIPTION.problem("postAgent", 201, first.response().body()))
                .isEmpty();
    }

    @Test
    void aChangeOfAnOldRevisionIsRefusedWithTheCurrentTicket() {
        String tag = node.call("web", "GET", "/api/v1/tickets/1", null).header("ETag");
        Answer first = node.call("web", "PATCH", "/api/v1/tickets/1", "{\"subject\":\"新\"}", "If-Match", tag);
        Answer late = node.call("web", "PATCH", "/api/v1/tickets/1", "{\"subject\":\"旧\"}", "If-Match", tag);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.header("ETag")).isNotEqualTo(tag);
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.code()).isEqualTo("precondition-failed");
        assertThat(late.json().getJsonObject("current").getString("subject")).isEqualTo("新");
        assertThat(DESCRIPTION.problem("patchTicket", 412, late.response().body()))
                .isEmpty();
        assertThat(node.call("web", "PATCH", "/api/v1/tickets/1", "{}", "If-Match", "7")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void pagesGoThroughAListWithoutHolesOrRepetitions() {
        for (int i = 0; i < 5; i++) {
            node.call("admin", "POST", "/api/v1/tickets/2/messages", NOTE);
        }
        List<Long> forwards = seqs("/api/v1/tickets/2/messages?limit=2");
        JsonObject newest = node.call("admin", "GET", "/api/v1/tickets/2/messages?before=2147483647&limit=2", null)
                .json();

        assertThat(forwards).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(5);
        assertThat(newest.getJsonArray("data").getJsonObject(1).getLong("seq"))
                .isEqualTo(forwards.get(forwards.size() - 1));
        assertThat(newest.getJsonObject("page").getLong("prev"))
                .isEqualTo(newest.getJsonArray("data").getJsonObject(0).getLong("seq"));
    }

    @Test
    void pagesOfTicketsFollowEachOther() {
        JsonObject first =
                node.call("admin", "GET", "/api/v1/tickets?limit=1", null).json();
        String next = first.getJsonObject("page").getString("next");
        JsonObject second = node.call("admin", "GET", "/api/v1/tickets?limit=1&cursor=" + next, null)
                .json();

        assertThat(next).matches("[A-Za-z0-9_-]+");
        assertThat(second.getJsonArray("data").getJsonObject(0).getLong("number"))
                .isNotEqualTo(first.getJsonArray("data").getJsonObject(0).getLong("number"));
    }

    @Test
    void refusesParametersThatMeanNothing() {
        for (String query :
                List.of("cursor=x", "limit=0", "limit=201", "limit=a", "status=lost", "assignee=x", "limit=")) {
            Answer answer = node.call("admin", "GET", "/api/v1/tickets?" + query, null);

            assertThat(answer.status()).as(query).isEqualTo(query.equals("limit=") ? 200 : 400);
        }
        assertThat(node.call("admin", "GET", "/api/v1/tickets?colour=red", null).code())
                .isEqualTo("unknown-member");
        assertThat(node.call("admin", "PATCH", "/api/v1/tickets/1", "{\"assignee\":7}")
                        .code())
                .isEqualTo("bad-request");
        assertThat(node.call("admin", "GET", "/api/v1/tickets/99999999999999999999", null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aNullCharacterIsTakenOutAndALongTextRefused() {
        Answer stripped =
                node.call("web", "POST", "/api/v1/tickets/1/messages", "{\"kind\":\"note\",\"text\":\"a\\u0000b\"}");
        Answer tooLong = node.call(
                "web",
                "POST",
                "/api/v1/tickets/1/messages",
                "{\"kind\":\"note\",\"text\":\"" + "x".repeat(65_537) + "\"}");
        Answer tooLarge = node.call(
                "web",
                "POST",
                "/api/v1/tickets/1/messages",
                "{\"kind\":\"note\",\"text\":\"" + "x".repeat(1_100_000) + "\"}");

        assertThat(stripped.json().getString("text")).isEqualTo("ab");
        assertThat(tooLong.status()).isEqualTo(400);
        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(tooLarge.code()).isEqualTo("too-large");
    }

    @Test
    void aCookieNeedsOurOriginOrOurHeaderForEveryChange() {
        Answer in = logIn("http://localhost:8080");
        String cookie = in.header("Set-Cookie").split(";", 2)[0];

        assertThat(in.status()).isEqualTo(201);
        assertThat(in.header("Set-Cookie"))
                .startsWith("tributary_session=")
                .contains("HttpOnly", "SameSite=Lax", "Path=/")
                .doesNotContain("Secure");
        assertThat(patch(cookie).status()).isEqualTo(403);
        assertThat(patch(cookie, "X-Tributary-Csrf", "1").status()).isEqualTo(200);
        assertThat(patch(cookie, "Origin", "http://127.0.0.1:8080").status()).isEqualTo(200);
        assertThat(patch(cookie, "Origin", "null").code()).isEqualTo("csrf");
        assertThat(patch(cookie, "X-Tributary-Csrf", "1", "Origin", "https://evil.example")
                        .code())
                .isEqualTo("csrf");
        assertThat(patch(cookie, "X-Tributary-Csrf", "1", "Origin", "http://127.0.0.1:8080")
                        .status())
                .isEqualTo(200);
        assertThat(logIn("https://evil.example").code()).isEqualTo("csrf");
        assertThat(node.call("nobody", "GET", "/api/v1/session", null, "Cookie", cookie)
                        .status())
                .isEqualTo(200);

        Answer out = node.call("nobody", "DELETE", "/api/v1/session", null, "Cookie", cookie, "X-Tributary-Csrf", "1");
        assertThat(out.status()).isEqualTo(204);
        assertThat(node.call("nobody", "GET", "/api/v1/session", null, "Cookie", cookie)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void anUploadIsServedByItsSignedUrlAlone() {
        Answer uploaded = upload("a.html", "text/html", "<script>alert(1)</script>", "up1");
        Answer again = upload("a.html", "text/html", "<script>alert(1)</script>", "up1");
        Answer other = upload("a.html", "text/html", "<b>", "up1");
        String url = uploaded.json().getString("url");

        Answer file = node.call("nobody", "GET", url, null);

        assertThat(uploaded.status()).isEqualTo(201);
        assertThat(DESCRIPTION.problem(
                        "postAttachment", 201, uploaded.response().body()))
                .isEmpty();
        assertThat(again.json().getString("id")).isEqualTo(uploaded.json().getString("id"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(file.response().body()).isEqualTo("<script>alert(1)</script>");
        assertThat(file.header("Content-Disposition")).startsWith("attachment");
        assertThat(file.header("Content-Security-Policy")).contains("sandbox");
        assertThat(file.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(node.call("nobody", "GET", url.replace("&s=", "&s=A"), null).status())
                .isEqualTo(404);
        assertThat(node.call("nobody", "GET", url.replaceFirst("e=\\d", "e=9"), null)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anUploadBeyondTheLimitIsRefusedAndTheConnectionGoesOn() {
        Answer tooLarge = upload("big.bin", "application/octet-stream", "x".repeat((int) ApiNode.LARGEST + 1), "up2");
        Answer large = upload("ok.bin", "application/octet-stream", "x".repeat((int) ApiNode.LARGEST), "up3");

        assertThat(tooLarge.status()).isEqualTo(413);
        assertThat(large.status()).isEqualTo(201);
        assertThat(node.call("nobody", "GET", large.json().getString("url"), null)
                        .response()
                        .body())
                .hasSize((int) ApiNode.LARGEST);
    }

    @Test
    void aReplyCarriesTheAgentsUpload() {
        String id = upload("发票.pdf", "application/pdf", "%PDF", "up4").json().getString("id");

        Answer reply = node.call(
                "web",
                "POST",
                "/api/v1/tickets/1/messages",
                "{\"kind\":\"reply\",\"text\":\"\",\"attachments\":[\"" + id + "\"]}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().getJsonArray("attachments").getJsonObject(0).getString("name"))
                .isEqualTo("发票.pdf");
    }

    @Test
    void theDescriptionAndTheExplorerComeFromHere() {
        Answer yaml = node.call("nobody", "GET", "/api/openapi.yaml", null);
        Answer page = node.call("nobody", "GET", "/api/docs", null);

        assertThat(yaml.response().body()).startsWith("openapi: 3.1");
        assertThat(page.response().body()).contains("/api/docs/swagger-ui-bundle.js");
        assertThat(page.header("Content-Security-Policy")).startsWith("default-src 'self'");
        for (String file : List.of("swagger-ui.css", "swagger-ui-bundle.js", "start.js")) {
            assertThat(node.call("nobody", "GET", "/api/docs/" + file, null).status())
                    .as(file)
                    .isEqualTo(200);
        }
    }

    @Test
    void pathsThatAreNobodysAreProblemsAndNeverAFile() {
        for (String path : List.of("/api/v1/nothing", "/api", "/w/x/y", "/u/web", "/w/other.js", "/w/other/panel")) {
            Answer answer = node.call("nobody", "GET", path, null);

            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        }
        for (String path :
                List.of("/..%2fopenapi.yaml", "/assets/", "/assets/../openapi.yaml", "/%2e%2e/openapi.yaml")) {
            assertThat(node.call("nobody", "GET", path, null).response().body())
                    .as(path)
                    .doesNotContain("openapi: 3.1");
        }
    }

    private static void described(String operation, String method, String path, String body, int status) {
        Answer answer = node.call("admin", method, path, body);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(DESCRIPTION.problem(operation, status, answer.response().body()))
                .as(operation)
                .isEmpty();
    }

    private static List<Integer> found(String text) {
        String q = URLEncoder.encode(text, StandardCharsets.UTF_8);
        return node.call("admin", "GET", "/api/v1/tickets?q=" + q, null).json().getJsonArray("data").stream()
                .map(ticket -> ((JsonObject) ticket).getInteger("number"))
                .toList();
    }

    private static List<Long> seqs(String path) {
        List<Long> seqs = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonObject page = node.call("admin", "GET", path + cursor, null).json();
            page.getJsonArray("data").forEach(message -> seqs.add(((JsonObject) message).getLong("seq")));
            String next = page.getJsonObject("page").getString("next");
            cursor = next == null ? null : "&cursor=" + next;
        }
        return seqs;
    }

    private static long messages() {
        return (Long) DB.value("select count(*) from message");
    }

    private static Answer logIn(String origin) {
        String body = "{\"email\":\"web@example.com\",\"password\":\"" + IdentityFixture.PASSWORD + "\"}";
        return node.call("nobody", "POST", "/api/v1/session", body, "Origin", origin);
    }

    private static Answer patch(String cookie, String... headers) {
        List<String> all = new ArrayList<>(List.of("Cookie", cookie));
        all.addAll(List.of(headers));
        return node.call("nobody", "PATCH", "/api/v1/tickets/1", "{\"priority\":\"low\"}", all.toArray(String[]::new));
    }

    private static Answer upload(String name, String type, String content, String key) {
        String body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: " + type + "\r\n\r\n" + content + "\r\n--b--\r\n";
        return node.send(HttpRequest.newBuilder(node.uri("/api/v1/attachments"))
                .header("Authorization", "Bearer " + node.tokens.get("web"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build());
    }
}
