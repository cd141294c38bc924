package tributary.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Accepted;
import tributary.connector.Arrival;
import tributary.connector.Arrival.OnOtherContent;
import tributary.connector.Leases;
import tributary.connector.UnavailableException;
import tributary.gateway.Events;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

class JournalIT {

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

    @Test
    void whatIsAnsweredIsStoredWithItsRawPayloadAndWaitsToBeProcessed() {
        Arrival arrival = arrival("m1", "hello");

        Accepted.Recorded recorded = (Accepted.Recorded) append(arrival);

        assertThat(node.value("select convert_from(raw, 'UTF8') from journal where id = '%s'", recorded.id()))
                .isEqualTo(arrival.raw().toString());
        assertThat(node.value("select journal_id from journal_pending")).isEqualTo(recorded.id());
        assertThat(node.value("select party || ' ' || kind from journal")).isEqualTo("visitor:v1 message-received");
    }

    @Test
    void whoeverProcessesTheInboxHearsOfANewEntry() {
        ConcurrentLinkedQueue<UUID> hints = new ConcurrentLinkedQueue<>();
        node.arrivals.subscribe(hints::add);

        append(arrival("m1", "hello"));

        TestNode.eventually(() -> hints.contains(node.web().id()));
    }

    @Test
    void theSameContentAgainIsADuplicateOfTheFirst() {
        Accepted.Recorded first = (Accepted.Recorded) append(arrival("m1", "hello"));

        Accepted again = append(arrival("m1", "hello"));

        assertThat(again).isEqualTo(new Accepted.Duplicate(first.id(), first.at()));
        assertThat(node.count("journal")).isEqualTo(1);
    }

    @Test
    void theSameContentTwiceInOneAppendIsStoredOnce() {
        append(arrival("m0", "keeps the journal busy"));

        List<Future<Accepted>> answers = appendAll(arrival("m0", "x"), arrival("m1", "hello"), arrival("m1", "hello"));

        UUID first = ((Accepted.Recorded) answers.get(1).result()).id();
        assertThat(((Accepted.Duplicate) answers.get(2).result()).id()).isEqualTo(first);
    }

    @Test
    void otherContentUnderTheSameIdIsAConflictWhereTheConnectorSaysSo() {
        Accepted.Recorded first = (Accepted.Recorded) append(arrival("m1", "hello"));

        Accepted other = append(
                Events.arrival(Events.message(Events.party("v1"), "m1", "something else"), OnOtherContent.REFUSE));

        assertThat(other).isEqualTo(new Accepted.Conflict(first.id()));
        assertThat(node.count("journal")).isEqualTo(1);
        assertThat(node.count("journal_pending")).isEqualTo(1);
    }

    @Test
    void otherContentUnderTheSameIdIsKeptBesideTheFirst() {
        append(arrival("m1", "hello"));

        Accepted.Recorded other = (Accepted.Recorded) append(arrival("m1", "something else"));

        assertThat((String) node.value("select external_id from journal_key where journal_id = '%s'", other.id()))
                .matches("m1#[0-9a-f]{64}");
        assertThat(append(arrival("m1", "something else"))).isEqualTo(new Accepted.Duplicate(other.id(), other.at()));
        assertThat(node.count("journal_pending")).isEqualTo(2);
    }

    @Test
    void twoInboxesMayUseTheSameExternalId() {
        append(arrival("m1", "hello"));

        assertThat(await(node.journal.append(node.shop(), arrival("m1", "hello"))))
                .isInstanceOf(Accepted.Recorded.class);
    }

    @Test
    void whatOnlyTheHolderOfALeaseMayBringIsRefusedOnceSomebodyElseHasIt() {
        DB.run("insert into connector_lease (inbox_id, name, holder, fence, until) values"
                + " ('%s', 'line', gen_random_uuid(), 8, now())"
                        .formatted(node.web().id()));
        Arrival late = arrival("m1", "late").by(new Leases.Fence("line", 7));
        append(arrival("m0", "keeps the journal busy"));

        List<Future<Accepted>> answers = appendAllSettled(
                arrival("m0", "x"), late, arrival("m2", "in time").by(new Leases.Fence("line", 8)));

        assertThat(answers.get(1).cause()).isInstanceOf(UnavailableException.class);
        assertThat(answers.get(2).result()).isInstanceOf(Accepted.Recorded.class);
        assertThat(node.count("journal")).isEqualTo(3);
    }

    @Test
    void aRangeOfIdsIsToldWithTheHashesOfWhatIsStored() {
        Arrival second = arrival("a-0002", "two");
        Arrival third = arrival("a-0003", "three");
        appendAll(arrival("a-0001", "one"), second, third, arrival("b-0001", "other"));

        assertThat(await(node.journal.stored(node.web().id(), "a-0002", "a-ffff", 10)))
                .containsExactly(entry("a-0002", second.contentHash()), entry("a-0003", third.contentHash()));
        assertThat(await(node.journal.stored(node.web().id(), "a-0002", "a-ffff", 1)))
                .hasSize(1);
    }

    @Test
    void ofTwoNodesWithTheSameArrivalsAtOnceOnlyOneStoresEach() {
        try (TestNode other = node.another()) {
            List<Future<Accepted>> answers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Arrival arrival = arrival("m" + i, "hello " + i);
                answers.add(node.journal.append(node.web(), arrival));
                answers.add(other.journal.append(other.web(), arrival));
            }
            await(Future.all(answers));

            assertThat(node.count("journal")).isEqualTo(100);
            assertThat(node.count("journal_pending")).isEqualTo(100);
            assertThat(answers.stream().map(Future::result).filter(Accepted.Recorded.class::isInstance))
                    .hasSize(100);
            for (int i = 0; i < answers.size(); i += 2) {
                assertThat(id(answers.get(i).result()))
                        .isEqualTo(id(answers.get(i + 1).result()));
            }
        }
    }

    @Test
    void manyInFlightShareFewAppendsAndEachPartyKeepsItsOrder() {
        List<Future<Accepted>> answers = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            answers.add(node.journal.append(
                    node.web(), Events.arrival(Events.message(Events.party("v" + i % 10), "m" + i, "hello"))));
        }
        await(Future.all(answers));

        double entries = node.meters.counter(Journal.BATCH).count();
        long appends = node.meters.timer(Journal.APPEND_SECONDS).count();
        assertThat(entries).isEqualTo(500);
        assertThat(entries / appends).isGreaterThan(1);
        assertThat(DB.value("select count(*) from (select n, lag(n) over (partition by j.party"
                        + " order by substr(k.external_id, 2)::int) as before"
                        + " from journal_pending p join journal j on j.id = p.journal_id"
                        + " join journal_key k on k.journal_id = j.id) x where n < before"))
                .isEqualTo(0L);
    }

    @Test
    void anArrivalThatCannotBeStoredIsRefusedAlone() {
        List<Future<Accepted>> answers = appendAllSettled(
                arrival("m0", "first"),
                arrival("m1", "hello"),
                arrival(longerThanAnIndexTakes(), "hello"),
                arrival("m2", "hello"));

        assertThat(answers.get(1).succeeded()).isTrue();
        assertThat(answers.get(2).failed()).isTrue();
        assertThat(answers.get(3).succeeded()).isTrue();
        assertThat(node.count("journal")).isEqualTo(3);
    }

    /** Nothing that could be compressed. */
    private static String longerThanAnIndexTakes() {
        return Stream.generate(UUID::randomUUID).limit(400).map(UUID::toString).collect(Collectors.joining());
    }

    private Accepted append(Arrival arrival) {
        return await(node.journal.append(node.web(), arrival));
    }

    private List<Future<Accepted>> appendAll(Arrival... arrivals) {
        List<Future<Accepted>> answers = appendAllSettled(arrivals);
        await(Future.all(answers));
        return answers;
    }

    private List<Future<Accepted>> appendAllSettled(Arrival... arrivals) {
        List<Future<Accepted>> answers = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            answers.add(node.journal.append(node.web(), arrival));
        }
        await(Future.join(answers).otherwiseEmpty());
        return answers;
    }

    private static Arrival arrival(String externalId, String text) {
        return Events.arrival(Events.message(Events.party("v1"), externalId, text));
    }

    private static UUID id(Accepted accepted) {
        return accepted instanceof Accepted.Recorded recorded ? recorded.id() : ((Accepted.Duplicate) accepted).id();
    }
}
