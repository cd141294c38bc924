package tributary.gateway.platform.smtp.spool;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.internal.ContextInternal;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.connector.MailSpool;
import tributary.gateway.platform.postgres.TestDatabase;

/** A file that a worker opens while its spool begins to listen: about one mail in two thousand on a busy machine. */
class SpoolIT {

    private static final Buffer LARGE = Buffer.buffer(new byte[Spool.IN_MEMORY + 1]);

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    @AfterEach
    void close() {
        TestDatabase.await(vertx.close());
    }

    @Test
    void aFileThatIsOpenAtOnceLetsTheSenderGoOn() {
        TestDatabase.await(onLoop(() -> {
            Promise<Void> goesOn = Promise.promise();
            Spool spool = spool();
            spool.write(LARGE);
            if (!spool.full()) {
                return Future.succeededFuture();
            }
            spool.drainHandler(() -> {
                assertThat(spool.full()).isFalse();
                goesOn.tryComplete();
            });
            return goesOn.future();
        }));
    }

    @Test
    void aMailThatEndsWhileItsFileOpensIsWhole() throws Exception {
        MailSpool stored = TestDatabase.await(onLoop(() -> {
            Spool spool = spool();
            spool.write(LARGE);
            return spool.finish();
        }));

        try (InputStream bytes = stored.open()) {
            assertThat(bytes.readAllBytes()).hasSize(LARGE.length());
        }
    }

    private Spool spool() {
        return new Spool(quick(), folder.resolve("1.mail"));
    }

    private <T> Future<T> onLoop(Callable<Future<T>> work) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(start -> {
            try {
                work.call().onComplete(done);
            } catch (Exception failure) {
                done.fail(failure);
            }
        });
        return done.future();
    }

    /** A Vert.x whose workers open a file right after somebody began to listen for it. */
    private Vertx quick() {
        return proxy(
                Vertx.class,
                vertx,
                "fileSystem",
                none -> proxy(
                        FileSystem.class,
                        vertx.fileSystem(),
                        "open",
                        file -> opening((String) file[0], (OpenOptions) file[1])));
    }

    @SuppressWarnings("unchecked")
    private Future<AsyncFile> opening(String path, OpenOptions options) {
        Promise<AsyncFile> opened = ((ContextInternal) loop).promise();
        AsyncFile file = vertx.fileSystem().openBlocking(path, options);
        return (Future<AsyncFile>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Future.class}, (self, called, arguments) -> {
                    Object listening = called.invoke(opened.future(), arguments);
                    Thread worker = new Thread(() -> opened.tryComplete(file));
                    worker.start();
                    worker.join();
                    return listening;
                });
    }

    private interface Call {
        Object with(Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, T real, String name, Call instead) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, called, arguments) ->
                        called.getName().equals(name) ? instead.with(arguments) : called.invoke(real, arguments)));
    }
}
