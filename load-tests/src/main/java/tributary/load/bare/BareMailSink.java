package tributary.load.bare;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Speaks as much SMTP as the load client needs, appends each mail to one file, and says 250 after an fsync. What comes
 * while one fsync runs goes into the next. The yardstick for the mail listener, so nothing may be added that a server
 * without a database could do without.
 */
public final class BareMailSink {

    private static final byte[] END = "\r\n.\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int BACKLOG = 1024;

    private final Vertx vertx;
    private final Context loop;
    private final FileChannel file;
    private List<Buffer> collecting = new ArrayList<>();
    private List<Promise<Void>> waiting = new ArrayList<>();
    private boolean writing;

    /** @param file what all mails go to */
    public BareMailSink(Vertx vertx, FileChannel file) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.file = file;
    }

    /**
     * Listens on loopback.
     *
     * @return the port
     */
    public Future<Integer> listen() {
        return vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(BACKLOG))
                .connectHandler(socket -> new Session(socket).begin())
                .listen(0, "127.0.0.1")
                .map(NetServer::actualPort);
    }

    private Future<Void> store(Buffer mail) {
        Promise<Void> stored = Promise.promise();
        loop.runOnContext(now -> {
            collecting.add(mail);
            waiting.add(stored);
            writeNext();
        });
        return stored.future();
    }

    private void writeNext() {
        if (writing || collecting.isEmpty()) {
            return;
        }
        writing = true;
        List<Buffer> mails = collecting;
        List<Promise<Void>> askers = waiting;
        collecting = new ArrayList<>();
        waiting = new ArrayList<>();
        vertx.executeBlocking(() -> write(mails)).onComplete(done -> {
            askers.forEach(asker -> asker.handle(done.mapEmpty()));
            writing = false;
            writeNext();
        });
    }

    private Void write(List<Buffer> mails) throws IOException {
        for (Buffer mail : mails) {
            ByteBuffer bytes = ByteBuffer.wrap(mail.getBytes());
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }
        file.force(false);
        return null;
    }

    /** One connection. */
    private final class Session {
        private final NetSocket socket;
        private Buffer input = Buffer.buffer();
        private boolean inMail;
        private int scanned;

        Session(NetSocket socket) {
            this.socket = socket;
        }

        void begin() {
            socket.handler(this::received);
            socket.exceptionHandler(broken -> {});
            socket.write("220 bare.example ESMTP\r\n");
        }

        private void received(Buffer bytes) {
            input.appendBuffer(bytes);
            boolean more = true;
            while (more) {
                more = inMail ? mail() : command();
            }
        }

        private boolean command() {
            int end = find((byte) '\n', 0);
            if (end < 0) {
                return false;
            }
            String verb = input.getString(0, Math.min(4, end));
            drop(end + 1);
            inMail = verb.equals("DATA");
            scanned = 0;
            socket.write(
                    switch (verb) {
                        case "DATA" -> "354 go on\r\n";
                        case "QUIT" -> "221 bye\r\n";
                        case "EHLO" -> "250-bare.example\r\n250 PIPELINING\r\n";
                        default -> "250 ok\r\n";
                    });
            return true;
        }

        private boolean mail() {
            for (int at = scanned; at + END.length <= input.length(); at++) {
                if (ends(at)) {
                    Buffer mail = input.getBuffer(0, at + 2);
                    drop(at + END.length);
                    inMail = false;
                    store(mail).onSuccess(stored -> socket.write("250 stored\r\n"));
                    return true;
                }
            }
            scanned = Math.max(0, input.length() - END.length + 1);
            return false;
        }

        private boolean ends(int at) {
            for (int i = 0; i < END.length; i++) {
                if (input.getByte(at + i) != END[i]) {
                    return false;
                }
            }
            return true;
        }

        private int find(byte wanted, int from) {
            for (int at = from; at < input.length(); at++) {
                if (input.getByte(at) == wanted) {
                    return at;
                }
            }
            return -1;
        }

        private void drop(int bytes) {
            input = input.getBuffer(bytes, input.length());
        }
    }
}
