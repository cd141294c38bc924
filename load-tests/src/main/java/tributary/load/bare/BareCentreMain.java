package tributary.load.bare;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Runs {@link BareCentreClient} on one event loop until its standard input ends, which it does with the parent. */
public final class BareCentreMain {

    private BareCentreMain() {}

    /** @param args the message centre's host; the port is chosen here */
    public static void main(String[] args) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        new BareCentreClient(vertx, args[0], port).bind();
        System.out.println("bare server is ready on port " + port);
        System.in.transferTo(OutputStream.nullOutputStream());
        vertx.close().await();
        System.exit(0);
    }
}
