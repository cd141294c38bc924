package tributary.connector.email.send;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An SMTP server on loopback that answers each command as a test wants: with a line, by closing ({@link #CLOSE}) or
 * resetting the connection ({@link #RESET}), or not at all ({@link #SILENCE}).
 */
final class ScriptedRelay {
    static final String CLOSE = "close";
    static final String RESET = "reset";
    static final String SILENCE = "silence";

    private final Map<String, String> script = new ConcurrentHashMap<>();
    private final NetServer server;

    /** All commands received, in order. */
    final List<String> commands = new CopyOnWriteArrayList<>();

    /** The texts received, with the dots as they came and without the last line. */
    final List<String> mails = new CopyOnWriteArrayList<>();

    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger open = new AtomicInteger();
    final AtomicInteger mostOpen = new AtomicInteger();

    ScriptedRelay(Vertx vertx) {
        this(vertx, new NetServerOptions());
    }

    /** @param options with a certificate, for {@code STARTTLS} */
    ScriptedRelay(Vertx vertx, NetServerOptions options) {
        server = vertx.createNetServer(options).connectHandler(this::serve);
    }

    Future<Integer> start() {
        return server.listen(0, "127.0.0.1").map(NetServer::actualPort);
    }

    /**
     * @param moment {@code greeting}, a verb, {@code text} (its first octets) or {@code dot}
     * @param answer what happens then, instead of yes
     */
    ScriptedRelay at(String moment, String answer) {
        script.put(moment, answer);
        return this;
    }

    private void serve(NetSocket socket) {
        connections.incrementAndGet();
        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
        socket.closeHandler(ignored -> open.decrementAndGet()).exceptionHandler(ignored -> {});
        Session session = new Session(socket);
        socket.handler(session::heard);
        session.act("greeting", "220 relay.test ESMTP");
    }

    private final class Session {
        private final NetSocket socket;
        private String pending = "";
        private boolean text;

        Session(NetSocket socket) {
            this.socket = socket;
        }

        void heard(Buffer bytes) {
            pending += bytes.toString("ISO-8859-1");
            if (text) {
                act("text", "");
            }
            while (text ? pending.contains("\r\n.\r\n") : pending.contains("\r\n")) {
                next();
            }
        }

        private void next() {
            String end = text ? "\r\n.\r\n" : "\r\n";
            int at = pending.indexOf(end);
            String taken = pending.substring(0, at);
            pending = pending.substring(at + end.length());
            if (text) {
                text = false;
                mails.add(taken);
                act("dot", "250 2.0.0 queued as 4711");
            } else {
                command(taken);
            }
        }

        private void command(String line) {
            commands.add(line);
            String verb = line.split("[ :]", -1)[0];
            switch (verb) {
                case "EHLO" ->
                    act(verb, "250-relay.test\r\n250-PIPELINING\r\n250-SIZE 35000000\r\n250 ENHANCEDSTATUSCODES");
                case "STARTTLS" -> socket.upgradeToSsl(Buffer.buffer("220 2.0.0 go on\r\n"));
                case "DATA" -> {
                    text = !script.containsKey(verb);
                    act(verb, "354 go on");
                }
                case "QUIT" -> {
                    act(verb, "221 2.0.0 bye");
                    socket.close();
                }
                default -> act(verb, "250 2.0.0 ok");
            }
        }

        void act(String moment, String usual) {
            String answer = script.getOrDefault(moment, usual);
            switch (answer) {
                case CLOSE -> socket.close();
                case RESET -> reset();
                case SILENCE, "" -> {}
                default -> socket.write(answer + "\r\n");
            }
        }

        private void reset() {
            ((io.netty.channel.socket.SocketChannel) ((io.vertx.core.internal.net.NetSocketInternal) socket)
                            .channelHandlerContext()
                            .channel())
                    .config()
                    .setSoLinger(0);
            socket.close();
        }
    }
}
