package tributary.gateway.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.VisitorSessions.Session;
import tributary.conversation.IdentityKey;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxTable;
import tributary.gateway.platform.postgres.TestDatabase;

class VisitorSessionTableIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private static final Buffer FIRST = Buffer.buffer("1");
    private static final Buffer SECOND = Buffer.buffer("2");
    private static final Buffer THIRD = Buffer.buffer("3");

    private VisitorSessionTable sessions;

    @BeforeEach
    void empties() {
        DB.run("truncate inbox cascade");
        Inbox web = new Inbox(UUID.randomUUID(), "web", "livechat", "livechat", true, Duration.ofDays(3));
        sessions = new VisitorSessionTable(DB.database(), await(new InboxTable(DB.database()).register(List.of(web))));
        await(sessions.create("web", "v1", FIRST));
    }

    @Test
    void aSessionIsFoundByItsSecretOnly() {
        assertThat(resume(THIRD, SECOND)).isEmpty();
        assertThat(resume(FIRST, SECOND).map(Session::identity)).contains(new IdentityKey("visitor", "web", "v1"));
    }

    @Test
    void creatingTheSameSessionAgainLeavesItAsItIs() {
        await(sessions.formDone("web", "v1"));

        assertThat(await(sessions.create("web", "v1", FIRST)).formDone()).isTrue();
        assertThatThrownBy(() -> await(sessions.create("web", "v1", SECOND))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSecretWhoseSuccessorWasLostIsStillGood() {
        resume(FIRST, SECOND);

        assertThat(resume(FIRST, THIRD)).isPresent();
    }

    @Test
    void usingASecretForgetsTheOnesBeforeIt() {
        resume(FIRST, SECOND);
        resume(SECOND, THIRD);

        assertThat(resume(FIRST, Buffer.buffer("4"))).isEmpty();
        assertThat(resume(SECOND, Buffer.buffer("5"))).isPresent();
    }

    @Test
    void aBoundSessionSpeaksForTheUser() {
        IdentityKey user = new IdentityKey("user", "web", "u1");
        await(sessions.bind("web", "v1", user, "u1"));

        Session session = resume(FIRST, SECOND).orElseThrow();

        assertThat(session.identity()).isEqualTo(user);
        assertThat(session.subject()).isEqualTo("u1");
    }

    @Test
    void aProofIsTheFirstSessionsUntilItIsForgotten() {
        Instant later = Instant.now().plusSeconds(60);

        assertThat(await(sessions.useUp("web", "v1", "j1", later))).isTrue();
        assertThat(await(sessions.useUp("web", "v2", "j1", later))).isFalse();
        assertThat(await(sessions.useUp("web", "v1", "j1", later))).isTrue();
        assertThat(await(sessions.useUp("web", "v1", "j2", Instant.now().minusSeconds(1))))
                .isTrue();
        await(sessions.sweep());
        assertThat(await(sessions.useUp("web", "v2", "j2", later))).isTrue();
        assertThat(await(sessions.useUp("web", "v2", "j1", later))).isFalse();
    }

    @Test
    void anEndedOrOldSessionIsGone() {
        DB.run("update visitor_session set seen_at = now() - interval '31 days'");
        assertThat(resume(FIRST, SECOND)).isEmpty();
        await(sessions.create("web", "v2", FIRST));
        await(sessions.end("web", "v2"));

        assertThat(await(sessions.resume("web", "v2", FIRST, SECOND))).isEmpty();
        DB.run("update visitor_session set seen_at = now() - interval '32 days'");
        await(sessions.sweep());
        assertThat(DB.value("select count(*) from visitor_session")).isEqualTo(0L);
    }

    private Optional<Session> resume(Buffer secret, Buffer next) {
        return await(sessions.resume("web", "v1", secret, next));
    }
}
