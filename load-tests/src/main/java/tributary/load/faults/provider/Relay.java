package tributary.load.faults.provider;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import tributary.load.faults.check.Book;

/** A mail relay (RFC 5321) that writes down what it took. */
final class Relay {

    private final Book book;
    private final Mood mood;

    private Relay(Book book, Mood mood) {
        this.book = book;
        this.mood = mood;
    }

    static void listen(Vertx vertx, Book book, Mood mood, String host, int port) {
        Relay relay = new Relay(book, mood);
        vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true))
                .connectHandler(socket -> relay.new Session(socket).begin())
                .listen(port, host)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /** One connection. */
    private final class Session implements Taker {
        private final NetSocket socket;
        private final StringBuilder mail = new StringBuilder();
        private Mood.Way way = Mood.Way.TAKE;
        private boolean inMail;

        Session(NetSocket socket) {
            this.socket = socket;
        }

        void begin() {
            socket.handler(RecordParser.newDelimited("\r\n", this::line));
            socket.exceptionHandler(broken -> {});
            say("220 relay.example ESMTP");
        }

        private void line(Buffer bytes) {
            String line = bytes.toString(StandardCharsets.UTF_8);
            if (!inMail) {
                command(line.toUpperCase(Locale.ROOT));
            } else if (line.equals(".")) {
                inMail = false;
                treat(way, book, Providers.reply(mail.toString()));
            } else {
                mail.append(line).append('\n');
            }
        }

        private void command(String line) {
            if (line.startsWith("EHLO")) {
                say("250-relay.example");
                say("250 8BITMIME");
            } else if (line.startsWith("MAIL")) {
                way = mood.next();
                say("250 2.1.0 go on");
            } else if (line.startsWith("RCPT") && way == Mood.Way.LATER_AT) {
                say("450 4.2.1 not now");
            } else if (line.startsWith("DATA")) {
                mail.setLength(0);
                inMail = true;
                say("354 go on");
            } else if (line.startsWith("QUIT")) {
                say("221 2.0.0 bye");
                socket.close();
            } else {
                say("250 2.0.0 ok");
            }
        }

        @Override
        public void take() {
            say("250 2.0.0 taken");
        }

        @Override
        public void refuse(Mood.Way how) {
            switch (how) {
                case NEVER -> say("554 5.7.1 not this");
                case BREAK -> hangUp();
                default -> say("451 4.3.0 not now");
            }
        }

        @Override
        public void hangUp() {
            socket.close();
        }

        private void say(String reply) {
            socket.write(reply + "\r\n");
        }
    }
}
