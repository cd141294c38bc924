package tributary.connector;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Bounded polling, for tests. */
public final class Eventually {
    private static final long LIMIT = Duration.ofSeconds(10).toNanos();

    private Eventually() {}

    public static void becomesTrue(BooleanSupplier condition) {
        long began = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - began > LIMIT) {
                throw new AssertionError("did not become true in 10 s");
            }
            LockSupport.parkNanos(2_000_000);
        }
    }
}
