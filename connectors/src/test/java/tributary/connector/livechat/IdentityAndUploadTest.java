package tributary.connector.livechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tributary.connector.livechat.rule.Jwts;
import tributary.conversation.Author;
import tributary.conversation.ConversationEvent.IdentityProven;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;

class IdentityAndUploadTest {
    private static final PartyKey USER = new PartyKey("web", new IdentityKey("user", "web", "user-1001"));

    private LiveChatFixture chat;

    @BeforeEach
    void open() throws Exception {
        chat = new LiveChatFixture(LiveChatFixture.config());
    }

    @AfterEach
    void close() throws Exception {
        chat.close();
    }

    @Test
    void aLaterLogInBindsTheSessionAndStartsOver() throws Exception {
        Widget widget = chat.connect();
        JsonObject session = widget.hello();
        widget.answer(widget.message("c-1", "hello"));

        int id = widget.request("ident", new JsonObject().put("jwt", jwt("user-1001")));

        assertThat(widget.answer(id).getString("t")).isEqualTo("ok");
        assertThat(widget.closeCode()).isEqualTo(3014);
        IdentityProven proven =
                (IdentityProven) chat.gateway.inbound.stored().get(1).event();
        assertThat(proven.party()).isEqualTo(LiveChatFixture.visitor(session.getString("vid")));
        assertThat(proven.proven()).isEqualTo(USER.identity());
        assertThat(proven.facts()).containsEntry("email", "li@example.cn");
    }

    @Test
    void aLoggedInVisitorFollowsTheUsersStreamAndAnOldPositionIsWorthNothingThere() throws Exception {
        chat.gateway.conversations.say(USER, Author.agent("Li"), "from another device");
        Widget widget = chat.connect();
        JsonObject session = widget.hello();
        widget.answer(widget.message("c-1", "hello"));
        widget.answer(widget.request("ident", new JsonObject().put("jwt", jwt("user-1001"))));
        widget.closeCode();

        Widget again = chat.connect();
        JsonObject welcome = again.hello(new JsonObject()
                .put("vid", session.getString("vid"))
                .put("vtok", session.getString("vtok"))
                .put("epoch", session.getString("epoch"))
                .put("seq", 1));
        JsonObject snap = again.await("snap").getJsonObject("d");
        again.answer(again.message("c-2", "as the user"));

        assertThat(welcome.getBoolean("recovered")).isFalse();
        assertThat(snap.getJsonArray("msgs").getJsonObject(0).getString("text")).isEqualTo("from another device");
        MessageReceived message = (MessageReceived) chat.gateway.inbound.stored().stream()
                .map(a -> a.event())
                .filter(e -> e.externalId().endsWith("/c-2"))
                .findFirst()
                .orElseThrow();
        assertThat(message.party()).isEqualTo(USER);
    }

    @Test
    void aMergeThatIsDoneAfterTheUserCameBackBringsItsMessagesToTheOpenConnection() throws Exception {
        Widget guest = chat.connect();
        JsonObject session = guest.hello();
        guest.answer(guest.message("c-1", "as a guest"));
        chat.gateway.conversations.say(USER, Author.agent("Li"), "to the user");
        Widget user = chat.connect();
        user.hello(ident(jwt("user-1001")));
        user.await("synced");

        chat.gateway.conversations.merge(LiveChatFixture.visitor(session.getString("vid")), USER);
        JsonObject merged = user.await("ident.merged");
        JsonObject snap = user.await("snap").getJsonObject("d");
        JsonObject synced = user.await("synced").getJsonObject("d");
        chat.gateway.conversations.say(USER, Author.agent("Li"), "and on it goes");
        JsonObject next = user.await("msg.new");

        assertThat(merged.getInteger("s")).isEqualTo(2);
        assertThat(snap.getJsonArray("msgs"))
                .extracting(message -> ((JsonObject) message).getString("text"))
                .containsExactly("as a guest", "to the user");
        assertThat(synced.getInteger("seq")).isEqualTo(2);
        assertThat(next.getInteger("s")).isEqualTo(3);
    }

    @Test
    void aResumeAcrossAMergeIsASnapshotForNoReplayTellsWhatCameAlong() throws Exception {
        Widget guest = chat.connect();
        JsonObject session = guest.hello();
        guest.answer(guest.message("c-1", "as a guest"));
        chat.gateway.conversations.say(USER, Author.agent("Li"), "to the user");
        Widget user = chat.connect();
        JsonObject known = user.hello(ident(jwt("user-1001")));
        user.await("synced");
        user.socket().close();
        chat.gateway.conversations.merge(LiveChatFixture.visitor(session.getString("vid")), USER);

        Widget again = chat.connect();
        JsonObject welcome = again.hello(
                session(known).put("epoch", known.getString("epoch")).put("seq", known.getInteger("seq")));

        assertThat(welcome.getBoolean("recovered")).isFalse();
        assertThat(again.await("snap").getJsonObject("d").getJsonArray("msgs")).hasSize(2);
        assertThat(again.await("synced").getJsonObject("d").getInteger("seq")).isEqualTo(2);
    }

    @Test
    void aHelloWithAProofBindsAtOnceAndAnotherUserGetsAnotherSession() throws Exception {
        JsonObject first = chat.connect().hello(ident(jwt("user-1001")));
        JsonObject same = chat.connect().hello(ident(jwt("user-1001")).mergeIn(session(first)));
        JsonObject other = chat.connect().hello(ident(jwt("user-2002")).mergeIn(session(first)));

        assertThat(same.getString("vid")).isEqualTo(first.getString("vid"));
        assertThat(other.getString("vid")).isNotEqualTo(first.getString("vid"));
    }

    @Test
    void anEnforcedBadProofEndsTheConnectionAndAnExpiredOneAsksForAnother() throws Exception {
        Widget bad = chat.connect();
        bad.request("hello", new JsonObject().put("v", 1).put("ident", new JsonObject().put("jwt", "a.b.c")));
        Widget late = chat.connect();
        String expired = Jwts.hs256(LiveChatFixture.SECRET, "w1", "user-1001", "widget:web", Instant.now(), -120);
        late.request("hello", new JsonObject().put("v", 1).put("ident", new JsonObject().put("jwt", expired)));

        assertThat(bad.closeCode()).isEqualTo(3500);
        assertThat(late.closeCode()).isEqualTo(3005);
    }

    @Test
    void aTokenWithAnIdIsGoodForOneSessionHoweverOftenThatComesBack() throws Exception {
        String token = once("j-0001");
        JsonObject owner = chat.connect().hello(ident(token));
        JsonObject again = chat.connect().hello(ident(token).mergeIn(session(owner)));
        Widget thief = chat.connect();
        thief.request("hello", ident(token).put("v", 1));
        Widget late = chat.connect();
        late.hello();
        JsonObject refused = late.answer(late.request("ident", new JsonObject().put("jwt", token)));

        assertThat(again.getString("vid")).isEqualTo(owner.getString("vid"));
        assertThat(thief.closeCode()).isEqualTo(3005);
        assertThat(refused.getJsonObject("d").getString("code")).isEqualTo("bad-request");
        assertThat(chat.connect().hello(ident(once("j-0002"))).getString("vid")).isNotEqualTo(owner.getString("vid"));
    }

    @Test
    void anHourHasItsUploadsAndAnotherBeginOfTheSameIsNoOther() throws Exception {
        Widget widget = chat.connect();
        widget.hello();
        chat.gateway.limits.allow("uploads", 1);

        JsonObject first = widget.answer(widget.request("up.begin", upload("image/png", 5)));
        JsonObject same = widget.answer(widget.request("up.begin", upload("image/png", 5)));
        JsonObject next =
                widget.answer(widget.request("up.begin", upload("image/png", 5).put("cid", "another")));

        assertThat(same.getJsonObject("d").getString("up"))
                .isEqualTo(first.getJsonObject("d").getString("up"));
        assertThat(next.getJsonObject("d").getString("code")).isEqualTo("rate-limited");
    }

    @Test
    void aBadLaterProofLeavesTheSessionAsItWas() throws Exception {
        Widget widget = chat.connect();
        widget.hello();

        JsonObject err = widget.answer(
                widget.request("ident", new JsonObject().put("id", "user-1001").put("hmac", "00")));

        assertThat(err.getJsonObject("d").getString("code")).isEqualTo("bad-request");
        assertThat(widget.answer(widget.message("c-1", "still here")).getString("t"))
                .isEqualTo("ok");
    }

    @Test
    void aLogOutEndsTheSession() throws Exception {
        Widget widget = chat.connect();
        JsonObject session = widget.hello();
        widget.answer(widget.message("c-1", "hello"));

        assertThat(widget.answer(widget.request("logout", new JsonObject())).getString("t"))
                .isEqualTo("ok");
        assertThat(widget.closeCode()).isEqualTo(3014);
        assertThat(chat.connect().hello(session(session)).getString("vid")).isNotEqualTo(session.getString("vid"));
    }

    @Test
    void anUploadedFileGoesWithAMessageAndTheRepetitionIsTheSameMessage() throws Exception {
        Widget widget = chat.connect();
        widget.hello();
        JsonObject begun = begin(widget, "image/png", 5);
        JsonObject send = new JsonObject()
                .put("cid", "c-1")
                .put("text", "")
                .put("att", new JsonArray().add(begun.getString("up")));

        JsonObject early = widget.answer(widget.request("msg.send", send));
        int status = put(begun.getString("url"), "image/png", "12345");
        JsonObject ok = widget.answer(widget.request("msg.send", send));
        chat.gateway.attachments.useUp(UUID.fromString(begun.getString("up")));
        JsonObject again = widget.answer(widget.request("msg.send", send));

        assertThat(early.getJsonObject("d").getString("code")).isEqualTo("upload-not-ready");
        assertThat(status).isEqualTo(200);
        assertThat(ok.getString("t")).isEqualTo("ok");
        assertThat(again.getJsonObject("d")).isEqualTo(ok.getJsonObject("d"));
        JsonObject shown = widget.answer(widget.request("hist.get", new JsonObject().put("n", 1)))
                .getJsonObject("d")
                .getJsonArray("msgs")
                .getJsonObject(0);
        assertThat(shown.getJsonArray("att").getJsonObject(0).getString("url")).startsWith("/u/web/");
    }

    @Test
    void refusesUploadsThatAreTooBigOrOfAnotherTypeOrUnsigned() throws Exception {
        Widget widget = chat.connect();
        widget.hello();
        JsonObject begun = begin(widget, "image/png", 5);
        String url = begun.getString("url");

        assertThat(put(url.replace("s=", "s=A"), "image/png", "12345")).isEqualTo(403);
        assertThat(put(url.replaceAll("e=\\d+", "e=1"), "image/png", "12345")).isEqualTo(403);
        assertThat(put(url, "image/gif", "12345")).isEqualTo(415);
        assertThat(put(url, "image/png", "123456")).isEqualTo(413);
        assertThat(put("/u/web/" + UUID.randomUUID() + "?e=1&s=x", "image/png", "12345"))
                .isEqualTo(404);
        assertThat(widget.answer(widget.request("up.begin", upload("text/html", 5)))
                        .getJsonObject("d")
                        .getString("code"))
                .isEqualTo("type-not-allowed");
        assertThat(widget.answer(widget.request("up.begin", upload("image/png", 102_401)))
                        .getJsonObject("d")
                        .getString("code"))
                .isEqualTo("too-large");
    }

    private static JsonObject begin(Widget widget, String type, int size) throws Exception {
        return widget.answer(widget.request("up.begin", upload(type, size))).getJsonObject("d");
    }

    private static JsonObject upload(String type, int size) {
        return new JsonObject()
                .put("cid", "u-1")
                .put("name", "../a.png")
                .put("type", type)
                .put("size", size);
    }

    private int put(String url, String type, String body) throws Exception {
        HttpClient client = chat.vertx.createHttpClient();
        try {
            return Widget.get(client.request(HttpMethod.PUT, chat.port, "127.0.0.1", url)
                    .compose(request -> request.putHeader("content-type", type).send(Buffer.buffer(body)))
                    .map(response -> response.statusCode()));
        } finally {
            Widget.get(client.close());
        }
    }

    private static JsonObject session(JsonObject welcome) {
        return new JsonObject().put("vid", welcome.getString("vid")).put("vtok", welcome.getString("vtok"));
    }

    private static JsonObject ident(String token) {
        return new JsonObject().put("ident", new JsonObject().put("jwt", token));
    }

    private static String jwt(String subject) {
        return Jwts.hs256(LiveChatFixture.SECRET, "w1", subject, "widget:web", Instant.now(), 300);
    }

    private static String once(String id) {
        return Jwts.once(LiveChatFixture.SECRET, "w1", "user-1001", "widget:web", Instant.now(), id);
    }
}
