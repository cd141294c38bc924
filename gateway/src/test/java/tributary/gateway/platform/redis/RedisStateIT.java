package tributary.gateway.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tributary.gateway.TestNode;
import tributary.gateway.platform.redis.SharedState.StateUnavailableException;

/** The contract against a real server, and what happens without it. */
class RedisStateIT extends SharedStateContract {

    private static final SimpleMeterRegistry METERS = new SimpleMeterRegistry();

    private static RedisServer server;
    private static Vertx vertx;
    private static RedisState state;

    @BeforeAll
    static void connects() {
        server = new RedisServer();
        vertx = Vertx.vertx();
        state = RedisState.connect(vertx, server.config(), Clock.systemUTC(), METERS);
        TestNode.eventually(() -> succeeds(state.ping()));
    }

    @AfterAll
    static void stops() {
        await(state.close());
        await(vertx.close());
        server.close();
    }

    @Override
    SharedState state() {
        return state;
    }

    @Test
    void failsSoonWhileTheServerIsDeadAndComesBackByItself() {
        server.kill();

        TestNode.eventually(() -> !succeeds(state.ping()));
        Future<?> refused = state.put("k", "v", Duration.ofMinutes(1));
        TestNode.eventually(refused::isComplete);
        assertThat(refused.cause()).isInstanceOf(StateUnavailableException.class);
        assertThat(METERS.counter(RedisState.FAILED).count()).isPositive();

        server.start();

        TestNode.eventually(() -> succeeds(state.ping()));
    }

    @Test
    void aCountThatBeganWithoutAnEndHasOneAfterTheNext() {
        try (RedisClient client = RedisClient.create(server.config().uri());
                StatefulRedisConnection<String, String> redis = client.connect()) {
            redis.sync().incr("tributary:endless");

            await(state.count("endless", Duration.ofMinutes(1)));

            TestNode.eventually(() -> redis.sync().pttl("tributary:endless") > 0);
        }
    }

    @Test
    void whatIsWrongWithAnAddressIsSaidWithoutItsPassword() {
        String address = server.config().uri();

        assertThat(RedisState.problem(server.config())).isEmpty();
        assertThat(RedisState.problem(new RedisConfig(address.replace("//", "//nobody:secret12@")))
                        .orElseThrow())
                .contains("WRONGPASS")
                .doesNotContain("secret12");
        assertThat(RedisState.problem(new RedisConfig("redis://127.0.0.1:1/0")).orElseThrow())
                .contains("refused");
    }

    @Test
    void aServerThatHangsIsNotWaitedFor() {
        server.pause();
        try {
            long began = System.nanoTime();
            boolean answered = succeeds(state.get("k"));

            assertThat(answered).isFalse();
            assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began))
                    .isLessThan(10);
        } finally {
            server.wake();
        }
        TestNode.eventually(() -> succeeds(state.ping()));
    }

    @Test
    void answersReturnToTheCallersContext() {
        Future<Boolean> same = Future.future(promise -> vertx.runOnContext(on -> {
            Thread ours = Thread.currentThread();
            state.ping().onComplete(answered -> promise.complete(Thread.currentThread() == ours));
        }));

        assertThat(await(same)).isTrue();
    }

    @Test
    void aServerThatIsNotThereYetIsFoundLater() {
        RedisServer late = new RedisServer();
        late.kill();
        RedisState early = RedisState.connect(vertx, late.config(), Clock.systemUTC(), METERS);
        assertThat(succeeds(early.ping())).isFalse();

        late.start();

        TestNode.eventually(() -> succeeds(early.ping()));
        await(early.close());
        late.close();
    }

    private static boolean succeeds(Future<?> answer) {
        return await(answer.map(true).otherwise(false));
    }
}
