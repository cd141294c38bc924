package tributary.gateway.platform.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tributary.connector.ProviderTokens.Fetched;

class LocalTokensTest {

    private final AtomicLong nanos = new AtomicLong();
    private final LocalTokens tokens = new LocalTokens(nanos::get);
    private final AtomicInteger fetches = new AtomicInteger();

    private Future<Fetched> provider() {
        return Future.succeededFuture(new Fetched("token-" + fetches.incrementAndGet(), Duration.ofSeconds(100)));
    }

    @Test
    void manyWhoAskAtOnceFetchOnce() {
        Promise<Fetched> answer = Promise.promise();
        Supplier<Future<Fetched>> slow = () -> {
            fetches.incrementAndGet();
            return answer.future();
        };

        Future<String> one = tokens.token("wechat/a", slow);
        Future<String> two = tokens.token("wechat/a", slow);
        answer.complete(new Fetched("t", Duration.ofSeconds(100)));

        assertThat(one.result()).isEqualTo("t");
        assertThat(two.result()).isEqualTo("t");
        assertThat(fetches).hasValue(1);
    }

    @Test
    void aTokenIsFetchedAgainWhenItsTimeIsOver() {
        assertThat(tokens.token("a", this::provider).result()).isEqualTo("token-1");
        nanos.set(Duration.ofSeconds(99).toNanos());
        assertThat(tokens.token("a", this::provider).result()).isEqualTo("token-1");
        nanos.set(Duration.ofSeconds(100).toNanos());
        assertThat(tokens.token("a", this::provider).result()).isEqualTo("token-2");
    }

    @Test
    void aRefusedTokenIsForgottenUnlessAnotherTookItsPlace() {
        tokens.token("a", this::provider);

        tokens.refused("a", "token-1");
        assertThat(tokens.token("a", this::provider).result()).isEqualTo("token-2");

        tokens.refused("a", "token-1");
        assertThat(tokens.token("a", this::provider).result()).isEqualTo("token-2");
    }

    @Test
    void aFailedFetchIsTriedAgainByTheNextCaller() {
        assertThat(tokens.token("a", () -> Future.failedFuture("down")).failed())
                .isTrue();
        assertThat(tokens.token("a", this::provider).result()).isEqualTo("token-1");
    }

    @Test
    void accountsShareNothing() {
        assertThat(tokens.token("a", this::provider).result()).isEqualTo("token-1");
        assertThat(tokens.token("b", this::provider).result()).isEqualTo("token-2");
    }

    @Test
    void aTokenIsNotShown() {
        assertThat(new Fetched("secret", Duration.ofSeconds(1)).toString()).doesNotContain("secret");
    }
}
