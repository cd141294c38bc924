package tributary.gateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.platform.postgres.TestDatabase;

class InboxTableIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private InboxTable table;

    @BeforeEach
    void empties() {
        DB.run("truncate inbox cascade");
        table = new InboxTable(DB.database());
    }

    @Test
    void aNewInboxGetsItsLaneAndItsStream() {
        register(inbox("web"));

        assertThat(DB.value("select count(*) from inbox join lane on lane.inbox_id = id"
                        + " join inbox_stream s on s.inbox_id = id where position = 0"))
                .isEqualTo(1L);
    }

    @Test
    void anInboxKeepsItsIdHoweverOftenANodeStarts() {
        UUID first = register(inbox("web")).named("web").orElseThrow().id();

        Inbox again = register(inbox("web")).named("web").orElseThrow();

        assertThat(again.id()).isEqualTo(first);
        assertThat(again.reopenWithin()).isEqualTo(Duration.ofDays(3));
    }

    @Test
    void anInboxThatIsNoLongerConfiguredIsStillKnown() {
        register(inbox("web"), inbox("shop"));

        InboxDirectory now = register(inbox("web"));

        assertThat(now.all()).extracting(Inbox::name).containsExactlyInAnyOrder("web", "shop");
        assertThat(now.named("shop").orElseThrow().reopenWithin()).isZero();
    }

    @Test
    void nodesMayRegisterAtTheSameTime() {
        var first = table.register(List.of(inbox("a"), inbox("b"), inbox("c")));
        var second = new InboxTable(DB.database()).register(List.of(inbox("a"), inbox("b"), inbox("c")));

        assertThat(await(first).named("b").orElseThrow().id())
                .isEqualTo(await(second).named("b").orElseThrow().id());
    }

    private InboxDirectory register(Inbox... inboxes) {
        return await(table.register(List.of(inboxes)));
    }

    private static Inbox inbox(String name) {
        return new Inbox(UUID.randomUUID(), name, "livechat", "livechat", true, Duration.ofDays(3));
    }
}
