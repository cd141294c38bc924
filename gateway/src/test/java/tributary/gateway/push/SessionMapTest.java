package tributary.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tributary.conversation.PartyKey;
import tributary.conversation.Signal;
import tributary.gateway.Events;
import tributary.gateway.platform.cluster.ClusterBus;
import tributary.gateway.platform.redis.MemoryState;
import tributary.gateway.platform.redis.SharedState;

/** Two nodes and one store, which forgets and goes away. */
class SessionMapTest {

    private static final PartyKey VISITOR = Events.party("v1");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Store store = new Store();
    private final Set<PartyKey> atA = new HashSet<>();
    private final Set<PartyKey> atB = new HashSet<>();
    private final SessionMap a = new SessionMap(Optional.of(store), "a.1", () -> atA, meters);
    private final SessionMap b = new SessionMap(Optional.of(store), "b.1", () -> atB, meters);

    @Test
    void whoIsConnectedIsFoundFromEveryNode() {
        a.came(VISITOR);

        assertThat(await(b.nodes(VISITOR))).containsExactly("a.1");
        assertThat(await(b.nodes(Events.party("v2")))).isEmpty();
        assertThat(meters.counter(SessionMap.FOUND).count()).isEqualTo(1);
        assertThat(meters.counter(SessionMap.NOT_FOUND).count()).isEqualTo(1);
    }

    @Test
    void aCustomerMayBeConnectedToSeveralNodes() {
        a.came(VISITOR);
        b.came(VISITOR);

        assertThat(await(a.nodes(VISITOR))).containsExactlyInAnyOrder("a.1", "b.1");

        a.left(VISITOR);

        assertThat(await(a.nodes(VISITOR))).containsExactly("b.1");
    }

    @Test
    void whatTheStoreForgotIsWrittenAgainSoon() {
        for (int i = 0; i < 100; i++) {
            atA.add(Events.party("v" + i));
        }
        atA.forEach(a::came);
        renewOften(a);

        store.forget();
        assertThat(await(b.nodes(VISITOR))).isEmpty();
        renewOften(a);

        atA.forEach(party -> assertThat(await(b.nodes(party))).containsExactly("a.1"));
    }

    @Test
    void whoCameWhileTheStoreWasAwayIsWrittenWhenItIsBack() {
        renewOften(a);
        store.away = true;
        atA.add(VISITOR);
        a.came(VISITOR);
        assertThat(await(b.nodes(VISITOR)))
                .as("nobody is known, and nothing fails")
                .isEmpty();

        store.away = false;
        renewOften(a);

        assertThat(await(b.nodes(VISITOR))).containsExactly("a.1");
    }

    @Test
    void withoutTheStoreNobodyIsFound() {
        SessionMap alone = new SessionMap(Optional.empty(), "a.1", () -> atA, meters);
        alone.came(VISITOR);
        alone.renew();

        assertThat(await(alone.nodes(VISITOR))).isEmpty();
    }

    @Test
    void noIdentityIsToBeReadInTheStore() {
        a.came(Events.party("li@example.cn"));

        assertThat(store.keys).isNotEmpty().noneMatch(key -> key.contains("example"));
    }

    @Test
    void whatIsForACustomerGoesToTheirNodesAndToAllOnesIfTheyAreNotKnown() {
        List<String> sent = new ArrayList<>();
        Signals signals = new Signals(bus(sent), b, System::nanoTime);
        Signal typing = new Signal.Typing(VISITOR, true, "Mei");

        signals.publish(typing);
        a.came(VISITOR);
        signals.publish(typing);
        b.came(VISITOR);
        signals.publish(typing);
        store.away = true;
        signals.publish(typing);
        signals.publish(new Signal.Typing(VISITOR, true, null));

        assertThat(sent).containsExactly("all", "a.1", "a.1", "all", "all");
    }

    /** As often as it takes to write everybody in a hurry. */
    private static void renewOften(SessionMap map) {
        for (int i = 0; i < 8; i++) {
            map.renew();
        }
    }

    private static ClusterBus bus(List<String> sent) {
        return new ClusterBus() {
            @Override
            public String node() {
                return "b.1";
            }

            @Override
            public boolean clustered() {
                return true;
            }

            @Override
            public boolean carries() {
                return true;
            }

            @Override
            public void publish(String topic, Buffer message) {
                sent.add("all");
            }

            @Override
            public void tell(String node, String topic, Buffer message) {
                sent.add(node);
            }

            @Override
            public void subscribe(String topic, Handler<Message> reader) {
                throw new UnsupportedOperationException("nobody listens in this test");
            }
        };
    }

    /** A store in memory that can be emptied and go away. */
    private static final class Store implements SharedState {
        private final List<String> keys = new ArrayList<>();
        private MemoryState memory = new MemoryState(System::nanoTime);
        private boolean away;

        void forget() {
            memory = new MemoryState(System::nanoTime);
        }

        private <T> Future<T> unlessAway(Future<T> answer) {
            return away ? Future.failedFuture("the store is away") : answer;
        }

        @Override
        public boolean everywhere() {
            return true;
        }

        @Override
        public Future<Count> count(String key, Duration window) {
            return unlessAway(memory.count(key, window));
        }

        @Override
        public Future<Void> put(String key, String value, Duration life) {
            return away ? Future.failedFuture("the store is away") : memory.put(key, value, life);
        }

        @Override
        public Future<Optional<String>> get(String key) {
            return unlessAway(memory.get(key));
        }

        @Override
        public Future<Void> remove(String key) {
            return memory.remove(key);
        }

        @Override
        public Future<Boolean> claim(String key, String owner, Duration life) {
            return unlessAway(memory.claim(key, owner, life));
        }

        @Override
        public Future<Void> join(String group, String member, Duration life) {
            keys.add(group);
            return away ? Future.failedFuture("the store is away") : memory.join(group, member, life);
        }

        @Override
        public Future<Void> leave(String group, String member) {
            return memory.leave(group, member);
        }

        @Override
        public Future<Set<String>> members(String group) {
            return unlessAway(memory.members(group));
        }

        @Override
        public Future<Void> append(String stream, long place, String value, int keep, Duration life) {
            return memory.append(stream, place, value, keep, life);
        }

        @Override
        public Future<List<String>> from(String stream, long place, int limit) {
            return unlessAway(memory.from(stream, place, limit));
        }

        @Override
        public Future<Void> ping() {
            return unlessAway(Future.succeededFuture());
        }

        @Override
        public Future<Void> close() {
            return Future.succeededFuture();
        }
    }
}
