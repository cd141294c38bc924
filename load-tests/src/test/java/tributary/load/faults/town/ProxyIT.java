package tributary.load.faults.town;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that sends back what it gets, behind a proxy. */
class ProxyIT {

    private final Vertx vertx = Vertx.vertx();
    private Proxy proxy;
    private int port;

    @BeforeEach
    void listen() throws IOException {
        NetServer echo = vertx.createNetServer()
                .connectHandler(socket -> socket.handler(socket::write))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        proxy = Proxy.between(vertx, "127.0.0.1", port, "127.0.0.1", echo.actualPort());
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void passesBytesOnInOrderWhileTheDelayChanges() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            proxy.slow(30);
            socket.getOutputStream().write("late ".getBytes(StandardCharsets.US_ASCII));
            proxy.slow(0);
            socket.getOutputStream().write("early".getBytes(StandardCharsets.US_ASCII));

            assertThat(new String(socket.getInputStream().readNBytes(10), StandardCharsets.US_ASCII))
                    .isEqualTo("late early");
        }
    }

    @Test
    void delaysEachDirection() throws IOException {
        proxy.slow(50);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            long begun = System.nanoTime();
            socket.getOutputStream().write('x');
            socket.getInputStream().read();

            assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(98));
        }
        assertThat(proxy.delayed()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void whatIsSwallowedNeverArrivesAndTheConnectionStaysOpenUntilItIsReset() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write('x');
            socket.getInputStream().read();
            assertThat(proxy.swallow()).isEqualTo(1);
            socket.getOutputStream().write('y');
            socket.setSoTimeout(200);

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            assertThat(proxy.swallowed()).isEqualTo(1);

            proxy.reset();
            socket.setSoTimeout(5_000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
