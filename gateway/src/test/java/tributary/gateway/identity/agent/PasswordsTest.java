package tributary.gateway.identity.agent;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tributary.connector.UnavailableException;
import tributary.gateway.identity.agent.Passwords.Verdict;

class PasswordsTest {

    private final Vertx vertx = Vertx.vertx();
    private final WorkerExecutor workers = vertx.createSharedWorkerExecutor("passwords", 1);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Passwords cheap = passwords(1024);

    @AfterEach
    void closes() throws Exception {
        await(vertx.close());
    }

    @Test
    void storesTheOwaspParametersInPhcForm() throws Exception {
        Passwords passwords = new Passwords(workers, new SecureRandom(), metrics);

        String hash = await(passwords.hash("correct horse"));

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
        assertThat(await(passwords.verify("correct horse", Optional.of(hash)))).isEqualTo(Verdict.MATCHES);
        assertThat(metrics.timer(Passwords.HASHING_SECONDS).count()).isEqualTo(2);
    }

    @Test
    void saltsEachHash() throws Exception {
        assertThat(await(cheap.hash("correct horse"))).isNotEqualTo(await(cheap.hash("correct horse")));
    }

    @Test
    void differsForAnotherAndForAnEmptyPassword() throws Exception {
        Optional<String> hash = Optional.of(await(cheap.hash("correct horse")));
        Optional<String> ofEmpty = Optional.of(await(cheap.hash("")));

        assertThat(await(cheap.verify("Correct horse", hash))).isEqualTo(Verdict.DIFFERS);
        assertThat(await(cheap.verify("", ofEmpty))).isEqualTo(Verdict.DIFFERS);
    }

    @Test
    void hashesEvenForNobodySoThatTheTimeTellsNothing() throws Exception {
        assertThat(await(cheap.verify("correct horse", Optional.empty()))).isEqualTo(Verdict.DIFFERS);
        assertThat(metrics.timer(Passwords.HASHING_SECONDS).count()).isEqualTo(1);
    }

    @Test
    void tellsThatAHashHasOldParameters() throws Exception {
        String old = await(passwords(2048).hash("correct horse"));

        assertThat(await(cheap.verify("correct horse", Optional.of(old)))).isEqualTo(Verdict.MATCHES_OUTDATED);
        assertThat(await(cheap.verify("wrong horses", Optional.of(old)))).isEqualTo(Verdict.DIFFERS);
    }

    @Test
    void takesAComposedAndADecomposedAccentAsTheSame() throws Exception {
        String hash = await(cheap.hash("cafe\u0301 au lait"));

        assertThat(await(cheap.verify("caf\u00e9 au lait", Optional.of(hash)))).isEqualTo(Verdict.MATCHES);
    }

    @Test
    void refusesWhenTooManyWaitAndRecovers() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        Future<Boolean> busy = workers.executeBlocking(() -> gate.await(10, SECONDS), false);
        List<Future<String>> waiting =
                Stream.generate(() -> cheap.hash("correct horse")).limit(64).toList();

        Future<String> tooMany = cheap.hash("correct horse");

        assertThatThrownBy(() -> await(tooMany)).hasCauseInstanceOf(UnavailableException.class);
        assertThat(metrics.counter(Passwords.OVERLOAD_TOTAL).count()).isEqualTo(1);
        gate.countDown();
        await(Future.all(waiting));
        assertThat(await(busy)).isTrue();
        assertThat(await(cheap.hash("correct horse"))).startsWith("$argon2id$");
    }

    private Passwords passwords(int memory) {
        Argon2Function argon2 = Argon2Function.getInstance(memory, 1, 1, 32, Argon2.ID);
        return new Passwords(workers, new SecureRandom(), metrics, argon2);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, SECONDS);
    }
}
