package tributary.load.traffic;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tributary.load.client.Address;
import tributary.load.client.Api;
import tributary.load.client.Dialler;

/**
 * The load client's one event loop and what it calls with. A scenario runs on the main thread, waits there, and looks at
 * what lives on the loop only through {@link #ask}.
 */
public final class Client implements AutoCloseable {

    private static final int SOURCES = 4;
    private static final long POLL_MS = 50;

    private final Vertx vertx;
    private final Context loop;
    private final Api api;
    private final Dialler dialler;

    /** Prepares to call a server; connects to nothing yet. */
    public Client(Address address) {
        this.vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        this.loop = vertx.getOrCreateContext();
        this.api = new Api(vertx, address);
        this.dialler = new Dialler(vertx, address, SOURCES);
    }

    /** The loop itself. */
    public Context loop() {
        return loop;
    }

    /** REST calls to the server. */
    public Api api() {
        return api;
    }

    /** Opens sockets to the server. */
    public Dialler dialler() {
        return dialler;
    }

    /** Runs a question on the loop and waits for its answer. */
    public <T> T ask(Callable<T> question) throws IOException {
        Promise<T> answer = Promise.promise();
        loop.runOnContext(now -> {
            try {
                answer.complete(question.call());
            } catch (Exception failure) {
                answer.fail(failure);
            }
        });
        return wait(answer.future(), 10);
    }

    /** Begins work on the loop and waits until it has completed. */
    public <T> T await(Callable<Future<T>> work, long seconds) throws IOException {
        return wait(ask(work), seconds);
    }

    /** Waits for a state on the loop; false when it is not reached in time. */
    public boolean awaitState(Callable<Boolean> state, long seconds) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!ask(state)) {
            if (System.nanoTime() > end) {
                return false;
            }
            sleepUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(POLL_MS));
        }
        return true;
    }

    /** Sleeps on the main thread. */
    public static void sleepUntil(long nanos) throws IOException {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos - System.nanoTime());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        }
    }

    private static <T> T wait(Future<T> future, long seconds) throws IOException {
        try {
            return future.await(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException late) {
            throw new IOException("no answer within " + seconds + " s", late);
        } catch (RuntimeException failure) {
            throw new IOException(failure.getMessage(), failure);
        }
    }

    @Override
    public void close() throws IOException {
        wait(vertx.close(), 30);
    }
}
