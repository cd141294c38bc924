package tributary.gateway.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.ConnectorState;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

class ConnectorStateTableIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private ConnectorState state;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB);
        state = new ConnectorStateTable(node.database, node.web());
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void aValueIsReplacedOnlyByWhoKnowsItsVersion() {
        assertThat(await(state.replace("cursor", ConnectorState.NOTHING, Buffer.buffer("a"))))
                .isTrue();
        assertThat(await(state.replace("cursor", ConnectorState.NOTHING, Buffer.buffer("b"))))
                .isFalse();

        long version = await(state.read("cursor")).orElseThrow().version();
        assertThat(await(state.replace("cursor", version, Buffer.buffer("c")))).isTrue();
        assertThat(await(state.replace("cursor", version, Buffer.buffer("d")))).isFalse();

        assertThat(await(state.get("cursor"))).contains(Buffer.buffer("c"));
        assertThat(await(new ConnectorStateTable(node.database, node.shop()).read("cursor")))
                .isEmpty();
    }

    @Test
    void ofManyWhoReplaceAtOnceOneSucceeds() {
        await(state.put("cursor", Buffer.buffer("a")));
        long version = await(state.read("cursor")).orElseThrow().version();

        long winners = java.util.stream.IntStream.range(0, 20)
                .mapToObj(i -> state.replace("cursor", version, Buffer.buffer("b" + i)))
                .toList()
                .stream()
                .filter(done -> await(done))
                .count();

        assertThat(winners).isEqualTo(1);
        assertThat(await(state.read("cursor")).orElseThrow().version()).isEqualTo(version + 1);
    }
}
