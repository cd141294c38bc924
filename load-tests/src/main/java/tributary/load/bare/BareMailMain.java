package tributary.load.bare;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Runs {@link BareMailSink} on one event loop until its standard input ends, which it does with the parent. */
public final class BareMailMain {

    private BareMailMain() {}

    /** @param args the file that all mails go to */
    public static void main(String[] args) throws IOException {
        FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        int port = new BareMailSink(vertx, file).listen().await();
        System.out.println("bare server is ready on port " + port);
        System.in.transferTo(OutputStream.nullOutputStream());
        vertx.close().await();
        System.exit(0);
    }
}
