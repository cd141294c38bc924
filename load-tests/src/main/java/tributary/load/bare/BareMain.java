package tributary.load.bare;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.OutputStream;

/** Runs {@link BareServer} on one event loop until its standard input ends, which it does with the parent. */
public final class BareMain {

    private BareMain() {}

    /** @param args the size of an event in bytes */
    public static void main(String[] args) throws IOException {
        int eventBytes = Integer.parseInt(args[0]);
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        int port = new BareServer(vertx, eventBytes).listen(0).await();
        System.out.println("bare server is ready on port " + port);
        System.in.transferTo(OutputStream.nullOutputStream());
        vertx.close().await();
        System.exit(0);
    }
}
