package tributary.gateway.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.Agent;
import tributary.gateway.identity.agent.Role;

class RecentAccessTest {

    private static final Access MEI =
            new Access(new Agent(new UUID(0, 1), "mei@example.com", "Mei", Role.AGENT, true), Set.of("web"));

    private final AtomicLong now = new AtomicLong();
    private final RecentAccess recent = new RecentAccess(now::get);
    private int reads;
    private Optional<Access> stored = Optional.of(MEI);

    @Test
    void asksOnceInTwoSeconds() {
        assertThat(get("secret")).contains(MEI);
        now.addAndGet(Duration.ofMillis(1900).toNanos());
        assertThat(get("secret")).contains(MEI);
        assertThat(reads).isEqualTo(1);

        now.addAndGet(Duration.ofMillis(200).toNanos());
        stored = Optional.empty();
        assertThat(get("secret")).isEmpty();
    }

    @Test
    void doesNotRememberThatASecretWasUnknown() {
        stored = Optional.empty();
        assertThat(get("secret")).isEmpty();

        stored = Optional.of(MEI);
        assertThat(get("secret")).contains(MEI);
    }

    @Test
    void forgetsAtOnceWhatWasRevokedHere() {
        get("secret");
        get("other");
        stored = Optional.empty();

        recent.forgetAllOf(new UUID(0, 2));
        assertThat(get("secret")).contains(MEI);

        recent.forgetAllOf(MEI.agent().id());
        assertThat(get("secret")).isEmpty();
        assertThat(get("other")).isEmpty();
    }

    private Optional<Access> get(String hash) {
        return recent.get(Buffer.buffer(hash), key -> {
                    reads++;
                    return Future.succeededFuture(stored);
                })
                .result();
    }
}
