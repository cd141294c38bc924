package tributary.gateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.TestNode.eventually;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Leases.Lease;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

class LeaseTableIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private TestNode other;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB);
        other = node.another();
    }

    @AfterEach
    void stops() {
        node.close();
        other.close();
    }

    @Test
    void oneNodeWorksAndTheOtherIsToldSo() {
        Promise<String> work = Promise.promise();
        Future<Optional<String>> ours = leases(node).hold("pull", lease -> work.future());
        eventually(() -> DB.value("select count(*) from connector_lease").equals(1L));

        assertThat(await(leases(other).hold("pull", lease -> Future.succeededFuture("x"))))
                .isEmpty();
        assertThat(await(leases(other).hold("else", lease -> Future.succeededFuture("x"))))
                .contains("x");

        work.complete("done");
        assertThat(await(ours)).contains("done");
    }

    @Test
    void itIsGivenBackWhenTheWorkEndsOrFails() {
        Future<Optional<String>> failed = leases(node).hold("pull", lease -> Future.failedFuture("no"));
        eventually(failed::isComplete);
        assertThat(failed.failed()).isTrue();

        assertThat(await(leases(other)
                        .hold(
                                "pull",
                                lease -> Future.succeededFuture(lease.fence().number()))))
                .contains(2L);
        assertThat(await(leases(node)
                        .hold(
                                "pull",
                                lease -> Future.succeededFuture(lease.fence().number()))))
                .contains(3L);
    }

    @Test
    void whoIsGoneLosesItAndIsToldIfItComesBack() {
        AtomicReference<Lease> held = new AtomicReference<>();
        Promise<String> work = Promise.promise();
        leases(node).hold("pull", lease -> {
            held.set(lease);
            return work.future();
        });
        eventually(() -> held.get() != null);

        DB.run("update connector_lease set until = now() - interval '1 second'");
        assertThat(await(leases(other)
                        .hold(
                                "pull",
                                lease -> Future.succeededFuture(lease.fence().number()))))
                .contains(2L);

        eventually(() -> held.get().lost().isComplete());
        assertThat(held.get().held()).isFalse();
        work.complete("late");
    }

    @Test
    void itIsRenewedWhileTheWorkGoesOn() {
        Promise<String> work = Promise.promise();
        AtomicReference<Lease> held = new AtomicReference<>();
        leases(node).hold("pull", lease -> {
            held.set(lease);
            return work.future();
        });
        eventually(() -> held.get() != null);
        Object first = DB.value("select until from connector_lease");

        eventually(() -> !DB.value("select until from connector_lease").equals(first));
        assertThat(held.get().held()).isTrue();
        work.complete("done");
    }

    private static LeaseTable leases(TestNode node) {
        return new LeaseTable(node.vertx, node.database, node.web(), Duration.ofMillis(900), "a");
    }
}
