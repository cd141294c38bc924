package tributary.gateway.platform.smtp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.VertxConnection;
import java.time.Duration;
import tributary.gateway.platform.smtp.wire.Reply;

/** The server's side of a connection: replies go out in batches, one deadline runs at a time, and the last word arrives. */
final class ReplySocket {

    /** Closing with unread bytes resets the connection and loses the last reply, so they are read and dropped for a while. */
    private static final Duration LINGER = Duration.ofSeconds(1);

    private final NetSocket socket;
    private final Vertx vertx;
    private final SmtpMetrics metrics;

    private Buffer output = Buffer.buffer();
    private long timer = -1;
    private boolean closing;
    private boolean closed;
    private boolean halfClosed;

    ReplySocket(NetSocket socket, Vertx vertx, SmtpMetrics metrics) {
        this.socket = socket;
        this.vertx = vertx;
        this.metrics = metrics;
        socket.exceptionHandler(cut -> socket.close());
    }

    /** A client may end its side after the dot and still wait for the answer. */
    void onHalfClosed(Runnable handler) {
        if (socket instanceof VertxConnection connection) {
            Channel channel = connection.channel();
            channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
            channel.pipeline().addBefore("handler", "half-closed", new HalfClosed(() -> {
                halfClosed = true;
                handler.run();
            }));
        }
    }

    NetSocket plain() {
        return socket;
    }

    /** Goes out with the next {@link #flush}. */
    void say(Reply reply) {
        metrics.replied(reply);
        output.appendBuffer(reply.toBuffer());
    }

    void flush() {
        if (!closed && output.length() > 0) {
            socket.write(output);
        }
        output = Buffer.buffer();
        if (closing) {
            close();
        }
    }

    /** @param otherwise what happens when the time is over and nothing else was due before */
    void within(Duration due, Runnable otherwise) {
        forGood();
        timer = vertx.setTimer(due.toMillis(), over -> otherwise.run());
    }

    /** No deadline runs. */
    void forGood() {
        vertx.cancelTimer(timer);
    }

    /** Closes after the next flush and a moment in which the peer can read it. */
    void closeSoon() {
        within(LINGER, this::close);
    }

    /** Closes with the next flush: the peer has nothing under way. */
    void closeNow() {
        closing = true;
    }

    void close() {
        if (!closed) {
            socket.close();
        }
    }

    /** It is closed, whoever did it. */
    void closed() {
        closed = true;
        forGood();
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether the peer sends nothing more. */
    boolean isHalfClosed() {
        return halfClosed && !closed;
    }

    /** Whether the peer does not read what is said. */
    boolean isFull() {
        return !closed && socket.writeQueueFull();
    }

    void pause() {
        socket.pause();
    }

    void resume() {
        socket.resume();
    }
}
