package tributary.gateway.platform.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tributary.connector.ProviderTokens.Fetched;
import tributary.gateway.platform.redis.MemoryState;

/** Two nodes over one store. */
class SharedTokensTest {

    private static final Duration VALID = Duration.ofHours(2);

    private final Vertx vertx = Vertx.vertx();
    private final MemoryState store = new MemoryState(System::nanoTime);
    private final SharedTokens one = new SharedTokens(vertx, store, System::nanoTime);
    private final SharedTokens other = new SharedTokens(vertx, store, System::nanoTime);
    private final AtomicInteger fetches = new AtomicInteger();

    @AfterEach
    void stops() {
        await(vertx.close());
    }

    @Test
    void whatOneNodeFetchedTheOtherUses() {
        assertThat(await(one.token("wechat/wx1", this::fetch))).isEqualTo("t1");
        assertThat(await(other.token("wechat/wx1", this::fetch))).isEqualTo("t1");
        assertThat(await(other.token("wechat/wx2", this::fetch))).isEqualTo("t2");
    }

    @Test
    void whoeverAsksMeanwhileWaitsForTheOneWhoFetches() {
        Promise<Fetched> slow = Promise.promise();
        Future<String> first = one.token("wechat/wx1", slow::future);
        Future<String> second = other.token("wechat/wx1", this::fetch);

        slow.complete(new Fetched("slow", VALID));

        assertThat(await(first)).isEqualTo("slow");
        assertThat(await(second)).isEqualTo("slow");
        assertThat(fetches).hasValue(0);
    }

    @Test
    void afterAFailureTheNextOneFetches() {
        Supplier<Future<Fetched>> broken = () -> Future.failedFuture("the provider is away");

        assertThat(await(one.token("wechat/wx1", broken).otherwise("failed"))).isEqualTo("failed");
        assertThat(await(other.token("wechat/wx1", this::fetch))).isEqualTo("t1");
    }

    @Test
    void aRefusedTokenIsForgottenEverywhere() {
        await(one.token("wechat/wx1", this::fetch));
        await(one.refused("wechat/wx1", "t1"));

        assertThat(await(other.token("wechat/wx1", this::fetch))).isEqualTo("t2");
        await(one.refused("wechat/wx1", "t1"));
        assertThat(await(one.token("wechat/wx1", this::fetch))).isEqualTo("t2");
    }

    private Future<Fetched> fetch() {
        return Future.succeededFuture(new Fetched("t" + fetches.incrementAndGet(), VALID));
    }
}
