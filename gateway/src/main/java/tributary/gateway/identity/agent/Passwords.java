package tributary.gateway.identity.agent;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import tributary.connector.UnavailableException;

/**
 * Passwords as Argon2id hashes in PHC form, with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, two
 * passes, one lane). Hashing runs on the given workers only; as each takes 19 MiB and much of a core, the size of that
 * pool bounds the memory, and no more than {@value #WAITING} wait for it.
 *
 * <p>Futures end on the caller's context and fail with {@link UnavailableException} when too many wait.
 */
public final class Passwords {

    /** Time one hash took, the wait for a worker not counted. */
    public static final String HASHING_SECONDS = "tributary_password_hashing_seconds";

    /** Hashes refused because too many were waiting. */
    public static final String OVERLOAD_TOTAL = "tributary_password_overload_total";

    /** Fewest characters of a new password. */
    public static final int SHORTEST = 10;

    private static final int LONGEST = 1000;
    private static final int WAITING = 64;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int SALT_BYTES = 16;

    private final WorkerExecutor workers;
    private final SecureRandom random;
    private final Argon2Function argon2;
    private final Timer timer;
    private final Counter overload;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param workers a small pool of its own, two threads are enough */
    public Passwords(WorkerExecutor workers, SecureRandom random, MeterRegistry metrics) {
        this(workers, random, metrics, Argon2Function.getInstance(19 * 1024, 2, 1, 32, Argon2.ID));
    }

    Passwords(WorkerExecutor workers, SecureRandom random, MeterRegistry metrics, Argon2Function argon2) {
        this.workers = workers;
        this.random = random;
        this.argon2 = argon2;
        this.timer = metrics.timer(HASHING_SECONDS);
        this.overload = metrics.counter(OVERLOAD_TOTAL);
    }

    /** What is wrong with a new password; empty if nothing. Never quotes it. */
    public static Optional<String> problem(String password) {
        int length = password.codePointCount(0, password.length());
        return length >= SHORTEST && length <= LONGEST
                ? Optional.empty()
                : Optional.of("expected " + SHORTEST + " to " + LONGEST + " characters, found " + length);
    }

    /** Hashes a password with a new salt. */
    public Future<String> hash(String password) {
        return onWorker(() -> hashNow(password));
    }

    /**
     * Compares a password with a stored hash.
     *
     * @param stored empty if there is no such agent or they have no password: takes as long and never matches
     */
    public Future<Verdict> verify(String password, Optional<String> stored) {
        return onWorker(() -> verifyNow(password, stored));
    }

    private Verdict verifyNow(String password, Optional<String> stored) {
        if (stored.isEmpty() || password.isEmpty() || password.length() > 2 * LONGEST) {
            hashNow("");
            return Verdict.DIFFERS;
        }
        Argon2Function used = Argon2Function.getInstanceFromHash(stored.get());
        if (!used.check(composed(password), stored.get())) {
            return Verdict.DIFFERS;
        }
        return used.equals(argon2) ? Verdict.MATCHES : Verdict.MATCHES_OUTDATED;
    }

    // Not through the library's front class, which prints an advertisement on stdout.
    private String hashNow(String password) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return argon2.hash(composed(password).getBytes(StandardCharsets.UTF_8), salt)
                .getResult();
    }

    /** Keyboards differ in whether they compose accents; the person typed the same. */
    private static String composed(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    private <T> Future<T> onWorker(Callable<T> work) {
        if (waiting.incrementAndGet() > WAITING) {
            waiting.decrementAndGet();
            overload.increment();
            return Future.failedFuture(new UnavailableException("too many passwords to check at once", RETRY_AFTER));
        }
        return workers.executeBlocking(() -> timer.recordCallable(work), false)
                .onComplete(done -> waiting.decrementAndGet());
    }

    /** How a password compared. {@code MATCHES_OUTDATED}: it is right, but its hash has other parameters than new ones. */
    public enum Verdict {
        MATCHES,
        MATCHES_OUTDATED,
        DIFFERS
    }
}
