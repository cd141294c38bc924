package tributary.load.faults.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.load.faults.check.Book;
import tributary.load.wire.SmppFrames;
import tributary.load.wire.SmppFrames.Frame;

/** The message centre against sessions of nodes that do as they are told. */
class MessageCentreIT {

    private static final String HOST = "127.0.0.1";
    private static final String TEXT = "m p0 0 ok";

    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private Book book;
    private MessageCentre centre;
    private int port;

    @BeforeEach
    void listens() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        book = new Book(folder);
        centre = new MessageCentre(vertx, book, new Mood());
        centre.listen(HOST, port);
    }

    @AfterEach
    void ends() throws IOException {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        book.close();
    }

    @Test
    void aMessageWaitsUntilSomebodyIsBound() throws Exception {
        Future<Integer> answer = deliver();

        new Node("a").answers(0);

        assertThat(answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS))
                .isZero();
    }

    @Test
    void whatADeadNodeDidNotAnswerFailsAndTheNextOneIsTheHolder() throws Exception {
        Node dead = new Node("a");
        Future<Integer> unanswered = deliver();
        dead.takes();
        assertThat(centre.holder()).isEqualTo("a");

        dead.dies();
        assertThat(unanswered.toCompletionStage().toCompletableFuture()).failsWithin(10, TimeUnit.SECONDS);
        assertThat(centre.holder()).isEmpty();

        new Node("b");
        assertThat(centre.holder()).isEqualTo("b");
    }

    private Future<Integer> deliver() {
        return Future.future(promise ->
                vertx.runOnContext(on -> centre.deliver("15005552500", TEXT).onComplete(promise)));
    }

    /** A bound session. */
    private final class Node {
        private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        private final NetSocket socket;

        Node(String systemId) throws Exception {
            socket = vertx.createNetClient()
                    .connect(port, HOST)
                    .map(open -> {
                        new SmppFrames(frames::add).readFrom(open);
                        return open;
                    })
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
            socket.write(
                    SmppFrames.frame(SmppFrames.BIND_TRANSCEIVER, 0, 1, Buffer.buffer(systemId + "\0secret12\0\0")));
            assertThat(next().command()).isEqualTo(SmppFrames.RESPONSE | SmppFrames.BIND_TRANSCEIVER);
        }

        Frame takes() throws InterruptedException {
            Frame frame = next();
            assertThat(frame.command()).isEqualTo(SmppFrames.DELIVER_SM);
            return frame;
        }

        void answers(int status) throws InterruptedException {
            socket.write(takes().answer(status, Buffer.buffer("\0")));
        }

        void dies() {
            socket.close();
        }

        private Frame next() throws InterruptedException {
            Frame frame = frames.poll(10, TimeUnit.SECONDS);
            assertThat(frame).as("a frame within 10 s").isNotNull();
            return frame;
        }
    }
}
