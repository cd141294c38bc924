package tributary.gateway.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.conversation.Attachment;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.platform.postgres.Transaction;

/** What agents write. */
class RepliesIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private Ask mei;
    private long ticket;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        mei = new Ask(node.commands, node.agent("Mei"));
        ticket = node.says("v1", "hello");
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void aReplyIsQueuedForDeliveryWithTheSameCommitAndOpensANewTicket() {
        Message reply = await(mei.reply(ticket, "hi"));

        assertThat(node.value("select concat_ws(' ', message_id, state, fence) from outbox"))
                .isEqualTo(reply.id() + " queued 0");
        assertThat(node.value("select status from ticket")).isEqualTo("open");
        assertThat(reply.delivery().state()).isEqualTo("queued");
        assertThat(reply.seq()).isEqualTo(3);
        node.expectGaplessLogs();
    }

    @Test
    void aNoteIsHiddenFromTheCustomerAndLeavesTheStatusAlone() {
        Message note = await(mei.note(ticket, "a difficult one"));

        assertThat(note.delivery()).isNull();
        assertThat(node.count("outbox")).isZero();
        assertThat(
                        node.value(
                                "select concat_ws(' ', kind, party_seq is null) from ticket_event order by position desc limit 1"))
                .isEqualTo("note.created t");
        assertThat(node.value("select status from ticket")).isEqualTo("new");
    }

    @Test
    void whoHasNotSeenTheCustomersNewestMessageIsAskedToLookFirst() {
        node.says("v1", "wait, one more thing");

        TicketRefused refused = Ask.refused(mei.replyHavingSeen(ticket, 2, false));

        assertThat(refused.code()).isEqualTo("stale-context");
        assertThat(refused.members().getLong("seq")).isEqualTo(3);
        assertThat(node.count("outbox")).isZero();
        assertThat(await(mei.replyHavingSeen(ticket, 2, true)).text()).isEqualTo("as I see it");
    }

    @Test
    void aColleaguesReplyMakesTheContextStaleToo() {
        Ask lin = new Ask(node.commands, node.agent("Lin"));
        await(lin.note(ticket, "I am on it"));

        assertThat(Ask.refused(mei.replyHavingSeen(ticket, 2, false)).code()).isEqualTo("stale-context");
    }

    @Test
    void onesOwnMessagesDoNotMakeTheContextStale() {
        await(mei.reply(ticket, "hi"));

        assertThat(await(mei.replyHavingSeen(ticket, 2, false)).text()).isEqualTo("as I see it");
    }

    @Test
    void aClosedTicketTakesNotesOnly() {
        await(mei.status(ticket, Status.CLOSED));

        assertThat(Ask.refused(mei.reply(ticket, "too late")).code()).isEqualTo("conflict");
        assertThat(await(mei.note(ticket, "for the record")).direction()).isEqualTo("note");
    }

    @Test
    void anAgentsOwnStoredFilesGoAlongInTheGivenOrder() {
        UUID first = attachment(mei);
        UUID second = attachment(mei);

        Message reply = await(mei.replyWith(ticket, second, first));

        assertThat(reply.attachments()).extracting(Attachment::id).containsExactly(second, first);
        assertThat(node.count("attachment where message_id is not null")).isEqualTo(2);
    }

    @Test
    void filesOfOthersUsedOnesAndMissingOnesAreRefused() {
        UUID others = attachment(new Ask(node.commands, node.agent("Lin")));
        UUID used = attachment(mei);
        await(mei.replyWith(ticket, used));

        assertThat(Ask.refused(mei.replyWith(ticket, others)).code()).isEqualTo("bad-request");
        assertThat(Ask.refused(mei.replyWith(ticket, used)).code()).isEqualTo("bad-request");
        assertThat(Ask.refused(mei.replyWith(ticket, UUID.randomUUID())).code()).isEqualTo("bad-request");
        assertThat(node.count("outbox")).isEqualTo(1);
    }

    @Test
    void oneFileCannotGoAlongTwiceAtOnce() {
        UUID file = attachment(mei);
        List<Future<Message>> replies = List.of(mei.replyWith(ticket, file), mei.replyWith(ticket, file));
        await(Future.join(replies).otherwiseEmpty());

        assertThat(replies.stream().filter(Future::succeeded)).hasSize(1);
    }

    @Test
    void whoMayNotSeeTheInboxFindsNoTicket() {
        assertThat(Ask.refused(mei.seeing("shop").reply(ticket, "hi")).code()).isEqualTo("not-found");
        assertThat(Ask.refused(mei.reply(999_999, "hi")).code()).isEqualTo("not-found");
    }

    @Test
    void anEffectCommitsWithTheReply() {
        await(node.commands.post(post(), audited("done")));

        assertThat(node.value("select string_agg(action, ' ' order by action) from audit"))
                .isEqualTo("before done");
    }

    @Test
    void anEffectThatFailsUndoesTheReply() {
        Future<Message> reply = node.commands.post(post(), audited(null));

        assertThatThrownBy(() -> await(reply)).isInstanceOf(PgException.class);

        assertThat(node.count("outbox")).isZero();
        assertThat(node.count("audit")).isZero();
        assertThat(node.count("message")).isEqualTo(1);
        node.expectGaplessLogs();
    }

    @Test
    void anEffectThatRefusesEndsTheCommandBeforeItBegins() {
        Effect<Message> refusing = new Effect<>() {
            @Override
            public Future<Void> before(Transaction transaction) {
                return Future.failedFuture(new TicketRefused("conflict", "seen before"));
            }

            @Override
            public void after(Transaction transaction, Message result) {}
        };

        assertThat(Ask.refused(node.commands.post(post(), refusing)).code()).isEqualTo("conflict");
        assertThat(node.count("message")).isEqualTo(1);
    }

    private TicketCommand.Post post() {
        return mei.post(ticket, false, "hi", List.of(), Optional.empty(), false);
    }

    /** Writes two rows, before and after; an action of null breaks a constraint. */
    private static Effect<Message> audited(String action) {
        String insert = "insert into audit (id, actor_kind, action) values (gen_random_uuid(), 'test', $1)";
        return new Effect<>() {
            @Override
            public Future<Void> before(Transaction transaction) {
                return transaction.execute(insert, Tuple.of("before")).mapEmpty();
            }

            @Override
            public void after(Transaction transaction, Message result) {
                transaction.last(insert, Tuple.of(action));
            }
        };
    }

    private UUID attachment(Ask owner) {
        UUID id = UUID.randomUUID();
        DB.run("insert into blob (id, bytes, complete) values ('" + id + "', 1, true);"
                + "insert into attachment (id, owner, name, type, bytes, blob_id) values ('" + id + "', 'agent:"
                + owner.actor().id() + "', 'a.png', 'image/png', 1, '" + id + "')");
        return id;
    }
}
