package tributary.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.load.client.Agent;
import tributary.load.client.Cursor;
import tributary.load.client.DeafAgent;
import tributary.load.ledger.Positions;
import tributary.load.report.Figure;
import tributary.load.server.BareLauncher;
import tributary.load.server.Memory;
import tributary.load.server.Pinning;
import tributary.load.server.Server;

/** The load client against the bare server in its own process: few messages, no figure judged. */
class TrafficIT {

    private static final int EVENT_LENGTH = 700;
    private static final Load FEW = new Load(100, 0, 2, 5, 3, 20, 64);

    private final BareLauncher launcher = BareLauncher.ofSockets(List.of("-Xmx128m"), EVENT_LENGTH, Pinning.NONE);

    @Test
    void everyMessageAndReplyIsCountedOnceForEverybody() throws Exception {
        try (Server server = launcher.launch();
                Traffic traffic = new Traffic(server, FEW)) {
            traffic.gather();

            Measured measured = traffic.drive();

            assertThat(measured.violations()).isEmpty();
            assertThat(measured.messages().ok()).isEqualTo(200);
            assertThat(measured.messages().seen()).isEqualTo(200 * (3 + 1));
            assertThat(measured.replies().ok()).isPositive();
            assertThat(measured.replies().seen()).isEqualTo(measured.replies().ok() * (3 + 1));
            assertThat(measured.eventLength()).isEqualTo(EVENT_LENGTH);
            assertThat(measured.latencies()).extracting(Figure::name).contains("agent to visitor p99.9 ms");
            assertThat(server.jvmFlags()).containsExactly("-Xmx128m");
        }
    }

    @Test
    void anAgentGoesOnFromItsCursorAndADeafOneFindsEverythingInItsBuffers() throws Exception {
        try (Server server = launcher.launch();
                Traffic traffic = new Traffic(server, FEW)) {
            traffic.gather();
            Client client = traffic.client();
            String ticket = client.await(() -> client.api().ticket(), 10);
            try (DeafAgent deaf = DeafAgent.subscribe(server.address(), ticket, Traffic.TOPIC)) {
                traffic.drive();
                long head = client.ask(() -> traffic.agents().get(0).cursor().seq());

                Cursor left = deaf.readRest();
                Agent resumed = traffic.resume(new Cursor(left.epoch(), head - 50));

                assertThat(left.seq()).isEqualTo(head);
                assertThat(deaf.positions().holes()).isZero();
                assertThat(resumed.recovered()).isTrue();
                assertThat(client.awaitState(() -> resumed.cursor().seq() == head, 10))
                        .isTrue();
                assertThat(client.ask(() -> resumed.positions()))
                        .extracting(Positions::holes)
                        .isEqualTo(0);
            }
        }
    }

    @Test
    void measuresMemoryAndLeavesNoProcessBehind() throws Exception {
        long pid;
        try (Server server = launcher.launch()) {
            pid = server.pid();

            Memory memory = Memory.of(pid);

            assertThat(memory.liveHeapBytes()).isBetween(100_000L, 100_000_000L);
            assertThat(memory.rssBytes()).isGreaterThan(memory.liveHeapBytes());
        }

        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }
}
