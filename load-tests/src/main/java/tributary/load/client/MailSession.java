package tributary.load.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One sending mail server: a connection with some mails, then the next connection, as real ones do. One mail at a time;
 * the envelope is pipelined (RFC 2920). Lives on the client's event loop.
 */
public final class MailSession {

    private static final int MAILS_OF_A_CONNECTION = 25;
    private static final int NO_REPLY = 0;
    private static final int OK = 250;
    private static final int GO_ON = 354;

    private final NetClient client;
    private final String host;
    private final int port;
    private final Deque<Promise<Integer>> awaited = new ArrayDeque<>();
    private Optional<NetSocket> line = Optional.empty();
    private int mails;

    /** Connects when first used. */
    public MailSession(Vertx vertx, int port) {
        // Without it Linux holds back the last packet of the handshake until there is data, for 200 ms at most: the
        // server
        // speaks first here.
        this(
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setTcpQuickAck(true)),
                Address.HOST,
                port);
    }

    /** Connects when first used, to any address of this machine. */
    public MailSession(NetClient client, String host, int port) {
        this.client = client;
        this.host = host;
        this.port = port;
    }

    /**
     * Sends a mail.
     *
     * @param mail without the dot that ends it
     * @return the code of the reply to the dot, or to the command that was refused; 0 if there was none
     */
    public Future<Integer> send(String sender, String recipient, Buffer mail) {
        return open().compose(socket -> envelope(socket, sender, recipient))
                .compose(code -> code == GO_ON ? text(mail) : Future.succeededFuture(code))
                .otherwise(NO_REPLY)
                .onSuccess(this::afterwards);
    }

    private Future<NetSocket> open() {
        return line.map(Future::succeededFuture)
                .orElseGet(() -> client.connect(port, host).compose(socket -> {
                    listen(socket);
                    Future<Integer> greeting = reply();
                    return greeting.compose(hello -> {
                                socket.write("EHLO load.example\r\n");
                                return reply();
                            })
                            .map(socket);
                }));
    }

    private void listen(NetSocket socket) {
        line = Optional.of(socket);
        mails = 0;
        socket.handler(RecordParser.newDelimited("\r\n", this::replied));
        socket.closeHandler(gone -> lost(socket));
        socket.exceptionHandler(broken -> {});
    }

    private void replied(Buffer reply) {
        boolean last = reply.length() < 4 || reply.getByte(3) != '-';
        if (last && !awaited.isEmpty()) {
            awaited.remove().complete(Integer.parseInt(reply.getString(0, 3)));
        }
    }

    private Future<Integer> reply() {
        Promise<Integer> next = Promise.promise();
        awaited.add(next);
        return next.future();
    }

    private Future<Integer> envelope(NetSocket socket, String sender, String recipient) {
        socket.write("MAIL FROM:<" + sender + ">\r\nRCPT TO:<" + recipient + ">\r\nDATA\r\n");
        Future<Integer> from = reply();
        Future<Integer> to = reply();
        return reply().map(data -> {
            if (from.result() != OK) {
                return from.result();
            }
            return to.result() == OK ? data : to.result();
        });
    }

    private Future<Integer> text(Buffer mail) {
        NetSocket socket = line.orElseThrow();
        socket.write(mail);
        socket.write("\r\n.\r\n");
        return reply();
    }

    private void afterwards(int code) {
        mails++;
        if (code != OK || mails == MAILS_OF_A_CONNECTION) {
            close();
        }
    }

    /** Leaves; the next mail connects again. */
    public void close() {
        line.ifPresent(socket -> {
            line = Optional.empty();
            socket.handler(farewell -> {});
            socket.end(Buffer.buffer("QUIT\r\n"));
        });
    }

    private void lost(NetSocket socket) {
        if (line.filter(socket::equals).isPresent()) {
            line = Optional.empty();
        }
        if (line.isEmpty()) {
            awaited.forEach(promise -> promise.tryFail("the connection ended"));
            awaited.clear();
        }
    }
}
