package tributary.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.journal.Quarantined;
import tributary.gateway.platform.postgres.TestDatabase;

/** Entries that cannot be processed wait in the holding pen and block nobody. */
class IntakePoisonIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB);
    }

    @AfterEach
    void stops() {
        node.close();
    }

    private static final List<String> ALL = List.of("web", "shop");

    @BeforeEach
    void poisons() {
        DB.run("create or replace function poison() returns trigger language plpgsql as $$ begin"
                + " if new.text = 'poison' then raise exception 'poisoned'; end if; return new; end $$;"
                + "create or replace trigger poison before insert on message for each row execute function poison()");
    }

    @Test
    void whatTheDatabaseRefusesIsParkedAndItsNeighboursAreApplied() {
        node.receive(Events.message("v1", "one"));
        UUID poison = node.receive(Events.message("v1", "poison"));
        node.receive(Events.message("v2", "two"));
        node.receive(Events.message("v1", "three"));

        node.withIntake().processed();

        assertThat(node.value("select string_agg(text, ' ' order by seq, text) from message"))
                .isEqualTo("one two three");
        assertThat(node.value("select journal_id from quarantine")).isEqualTo(poison);
        Quarantined parked = parked();
        assertThat(parked.problem()).startsWith("database: P0001");
        assertThat(parked.party()).isEqualTo("visitor:v1");
        assertThat(parked.tries()).isEqualTo(1);
        node.expectGaplessLogs();
    }

    @Test
    void whatNoVersionCanReadIsParkedAndItsNeighboursAreApplied() {
        node.receive(Events.message("v1", "one"));
        UUID unreadable = unreadable();
        node.receive(Events.message("v1", "two"));

        node.withIntake().processed();

        assertThat(node.value("select string_agg(text, ' ' order by seq) from message"))
                .isEqualTo("one two");
        assertThat(node.value("select journal_id from quarantine")).isEqualTo(unreadable);
    }

    @Test
    void manyOfBothAreParkedOneByOne() {
        for (int i = 0; i < 5; i++) {
            node.receive(Events.message("v" + i, "poison"));
            unreadable();
            node.receive(Events.message("v" + i, "fine"));
        }

        node.withIntake().processed();

        assertThat(node.count("quarantine")).isEqualTo(10);
        assertThat(node.count("message")).isEqualTo(5);
        node.expectGaplessLogs();
    }

    @Test
    void whatIsTooLongForAnIndexIsParkedToo() {
        String address =
                Stream.generate(UUID::randomUUID).limit(400).map(UUID::toString).collect(Collectors.joining());
        node.receive(Events.profile("v1", Map.of("email", address + "@example.com")));
        node.receive(Events.message("v1", "one"));

        node.withIntake().processed();

        assertThat(node.count("message")).isEqualTo(1);
        assertThat(parked().problem()).startsWith("database: 54000");
    }

    @Test
    void anAcceptedEntryIsAppliedWhenItsCauseIsGone() {
        node.receive(Events.message("v1", "poison"));
        node.withIntake().processed();
        UUID agent = node.agent("Mei");
        DB.run("drop trigger poison on message");

        assertThat(await(node.pen.accept(parked().id(), ALL::contains, agent))).isTrue();

        TestNode.eventually(() -> node.count("message") == 1);
        assertThat(node.count("quarantine")).isZero();
        assertThat(node.value("select concat_ws(' ', actor_id, action) from audit"))
                .isEqualTo(agent + " quarantine.accept");
    }

    @Test
    void anEntryAcceptedTooEarlyComesBackWithOneMoreTry() {
        node.receive(Events.message("v1", "poison"));
        node.withIntake().processed();

        await(node.pen.accept(parked().id(), ALL::contains, node.agent("Mei")));

        TestNode.eventually(() -> node.count("quarantine where tries = 2") == 1);
    }

    @Test
    void reprocessingReadsTheRawPayloadAgain() {
        unreadable();
        node.withIntake().processed();

        assertThat(await(node.pen.reprocess(parked().id(), ALL::contains, node.agent("Mei"))))
                .isTrue();

        TestNode.eventually(() -> node.count("message where text = 'was unreadable'") == 1);
    }

    @Test
    void aDiscardedEntryStaysInTheJournalOnly() {
        UUID entry = unreadable();
        node.withIntake().processed();

        assertThat(await(node.pen.discard(parked().id(), ALL::contains, node.agent("Mei"))))
                .isTrue();

        assertThat(node.count("quarantine")).isZero();
        assertThat(node.count("journal_pending")).isZero();
        assertThat(node.count("journal where id = '" + entry + "'")).isEqualTo(1);
    }

    @Test
    void whoMayNotSeeTheInboxFindsNoEntry() {
        unreadable();
        node.withIntake().processed();
        UUID agent = node.agent("Mei");

        assertThat(await(node.pen.discard(parked().id(), "shop"::equals, agent)))
                .isFalse();
        assertThat(await(node.pen.list(List.of("shop"), null, 10))).isEmpty();
        assertThat(node.count("quarantine")).isEqualTo(1);
    }

    private UUID unreadable() {
        UUID entry = node.receive(Events.message("v9", "was unreadable"));
        DB.run("update journal set event = '{\"kind\": \"message-received\", \"party\": 5}' where id = '" + entry
                + "'");
        return entry;
    }

    private Quarantined parked() {
        return await(node.pen.list(ALL, null, 1)).get(0);
    }
}
