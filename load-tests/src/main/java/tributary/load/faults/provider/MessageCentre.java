package tributary.load.faults.provider;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tributary.load.faults.check.Book;
import tributary.load.faults.town.Accounts;
import tributary.load.wire.SmppFrames;
import tributary.load.wire.SmppFrames.Frame;
import tributary.simulator.smpp.ShortMessage;

/**
 * A message centre (SMPP 3.4): delivers on the session that was bound last, takes submitted messages on any, and ends one
 * that does not answer. Used on one event loop.
 */
public final class MessageCentre {

    private static final int SYSTEM_ERROR = 8;
    private static final int INVALID_DESTINATION = 0x0B;
    private static final int QUEUE_FULL = 0x14;
    private static final int THROTTLED = 0x58;
    private static final int UCS2 = 8;
    private static final long ANSWER_MS = 10_000;

    /** A node that lost its lease finishes what it has begun within 7 s, after a pause of up to 6 s; then some. */
    private static final long TWO_SESSIONS_MS = 25_000;

    private final Vertx vertx;
    private final Book book;
    private final Mood mood;
    private final List<Session> sessions = new ArrayList<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();

    /** The node that was bound last; empty while nobody is. */
    private volatile String holder = "";

    private int ids;

    MessageCentre(Vertx vertx, Book book, Mood mood) {
        this.vertx = vertx;
        this.book = book;
        this.mood = mood;
    }

    /** It listens when this returns. */
    void listen(String host, int port) {
        vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true))
                .connectHandler(socket -> new Session(socket).begin())
                .listen(port, host)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    /**
     * Delivers a message as soon as somebody is bound.
     *
     * @param from digits of a number, without {@code +}
     * @return the status of the answer; fails if there was none
     */
    public Future<Integer> deliver(String from, String text) {
        Waiting next = new Waiting(from, text, Promise.promise());
        waiting.add(next);
        deliverAll();
        return next.answer().future();
    }

    /** Name of the node to which it delivers; empty while nobody is bound. */
    public String holder() {
        return holder;
    }

    private void deliverAll() {
        while (!sessions.isEmpty() && !waiting.isEmpty()) {
            sessions.get(sessions.size() - 1).deliver(waiting.remove());
        }
    }

    private record Waiting(String from, String text, Promise<Integer> answer) {}

    /** One connection. */
    private final class Session {
        private final NetSocket socket;
        private final Map<Integer, Waiting> unanswered = new HashMap<>();
        private String node = "";
        private int sequence;

        Session(NetSocket socket) {
            this.socket = socket;
        }

        void begin() {
            socket.exceptionHandler(broken -> {});
            socket.closeHandler(gone -> ended());
            new SmppFrames(this::take).readFrom(socket);
        }

        private void take(Frame frame) {
            switch (frame.command()) {
                case SmppFrames.BIND_TRANSCEIVER -> bound(frame);
                case SmppFrames.ENQUIRE_LINK -> answer(frame, 0, Buffer.buffer());
                case SmppFrames.UNBIND -> {
                    leave();
                    answer(frame, 0, Buffer.buffer());
                }
                case SmppFrames.SUBMIT_SM -> {
                    String words = ShortMessage.read(frame.body().getBytes()).words();
                    new Submitted(frame).treat(mood.next(), book, Providers.reply(words));
                }
                case SmppFrames.RESPONSE | SmppFrames.DELIVER_SM, SmppFrames.RESPONSE -> answered(frame);
                default -> {}
            }
        }

        private void bound(Frame frame) {
            node = frame.body().toString(StandardCharsets.ISO_8859_1).split("\0", 2)[0];
            holder = node;
            sessions.forEach(older -> vertx.setTimer(TWO_SESSIONS_MS, tick -> older.mustBeGone()));
            answer(frame, 0, Buffer.buffer("town\0"));
            sessions.add(this);
            deliverAll();
        }

        private void leave() {
            sessions.remove(this);
            holder = sessions.isEmpty() ? "" : sessions.get(sessions.size() - 1).node;
        }

        private void mustBeGone() {
            if (sessions.contains(this)) {
                book.complain("bounded", "two nodes are bound at the message centre, " + node + " for too long");
            }
        }

        void deliver(Waiting message) {
            int number = ++sequence;
            unanswered.put(number, message);
            byte[] words = message.text().getBytes(StandardCharsets.UTF_16BE);
            byte[] body = ShortMessage.body(message.from(), Accounts.NUMBER.substring(1), 0, UCS2, words);
            write(SmppFrames.frame(SmppFrames.DELIVER_SM, 0, number, Buffer.buffer(body)));
            vertx.setTimer(ANSWER_MS, tick -> {
                if (unanswered.containsKey(number)) {
                    socket.close();
                }
            });
        }

        private void answered(Frame frame) {
            Waiting message = unanswered.remove(frame.sequence());
            if (message != null) {
                message.answer().complete(frame.status());
            }
        }

        private void answer(Frame frame, int status, Buffer body) {
            write(frame.answer(status, body));
        }

        private void write(Buffer frame) {
            socket.write(frame).onFailure(broken -> {});
        }

        private void ended() {
            leave();
            List<Waiting> silent = List.copyOf(unanswered.values());
            unanswered.clear();
            silent.forEach(message -> message.answer().fail("the connection ended"));
        }

        /** One message that is to leave. */
        private final class Submitted implements Taker {
            private final Frame frame;

            Submitted(Frame frame) {
                this.frame = frame;
            }

            @Override
            public void take() {
                answer(frame, 0, Buffer.buffer(Integer.toHexString(++ids) + "\0"));
            }

            @Override
            public void refuse(Mood.Way how) {
                switch (how) {
                    case LATER -> answer(frame, QUEUE_FULL, Buffer.buffer());
                    case LATER_AT -> answer(frame, THROTTLED, Buffer.buffer());
                    case NEVER -> answer(frame, INVALID_DESTINATION, Buffer.buffer());
                    default -> answer(frame, SYSTEM_ERROR, Buffer.buffer());
                }
            }

            @Override
            public void hangUp() {
                socket.close();
            }
        }
    }
}
