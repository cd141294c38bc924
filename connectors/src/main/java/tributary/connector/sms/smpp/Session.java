package tributary.connector.sms.smpp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tributary.connector.sms.smpp.pdu.Body;
import tributary.connector.sms.smpp.pdu.Command;
import tributary.connector.sms.smpp.pdu.MalformedPduException;
import tributary.connector.sms.smpp.pdu.Pdu;
import tributary.connector.sms.smpp.pdu.PduFrames;
import tributary.connector.sms.smpp.pdu.PduReader;
import tributary.connector.sms.smpp.pdu.PduWriter;
import tributary.connector.sms.smpp.pdu.Status;

/**
 * One connection to a message centre: requests in a window, answers in any order, a line that is tested when it is silent
 * (SMPP 3.4, chapter 2). Used on the event loop of its socket only.
 */
final class Session {

    private static final int LONGEST_FRAME = 65_536;
    private static final int MOST_DELIVERIES = 500;
    private static final int MOST_WAITING = 10_000;
    private static final int LAST_SEQUENCE = 0x7FFFFFFF;
    private static final int MISSES = 2;
    private static final Duration DRAIN = Duration.ofSeconds(5);
    private static final long UNPROVEN_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long CROSSING_NANOS = Duration.ofMillis(50).toNanos();
    private static final Duration LAST_ANSWER = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final NetSocket socket;
    private final Deliveries deliveries;
    private final Bounds bounds;
    private final PduFrames frames = new PduFrames(LONGEST_FRAME);
    private final Map<Integer, Waiting> asked = new HashMap<>();
    private final Deque<Promise<Void>> queue = new ArrayDeque<>();
    private final Deque<Said> said = new ArrayDeque<>();
    private final Promise<Void> closed = Promise.promise();
    private final long timer;
    private int sequence;
    private int inWindow;
    private int inDelivery;
    private int misses;
    private long heardAt = System.nanoTime();
    private long askedAt = heardAt;
    private boolean stopping;
    private boolean broken;

    /** Takes over a connected socket. */
    Session(Vertx vertx, NetSocket socket, Deliveries deliveries, Bounds bounds) {
        this.vertx = vertx;
        this.socket = socket;
        this.deliveries = deliveries;
        this.bounds = bounds;
        this.timer = vertx.setPeriodic(Math.max(1, bounds.enquireAfter().toMillis() / 4), tick -> listen());
        socket.handler(this::heard);
        socket.exceptionHandler(failure -> breakOff());
        socket.closeHandler(end -> ended());
    }

    /** Ends when the connection does. */
    Future<Void> closed() {
        return closed.future();
    }

    /** @return fails with {@link BindRefusedException} or {@link NoAnswerException} */
    Future<Void> bind(Body.Bind bind) {
        return ask(Command.BIND_TRANSCEIVER, bind)
                .compose(answer -> answer.status() == Status.OK
                        ? Future.succeededFuture()
                        : Future.failedFuture(new BindRefusedException(answer.status())));
    }

    /**
     * Submits a message once there is room in the window.
     *
     * @param withinMs how long to wait for that; after it the message does not leave any more
     * @return the centre's answer; fails with {@link NoAnswerException} if nobody knows, with {@link
     *     IllegalStateException} if nothing left
     */
    Future<Pdu> submit(Body.Message message, long withinMs) {
        return room(withinMs).compose(go -> ask(Command.SUBMIT_SM, message).onComplete(done -> leaveWindow()));
    }

    private Future<Void> room(long withinMs) {
        if (stopping || closed.future().isComplete()) {
            return Future.failedFuture(new IllegalStateException("the session ends"));
        }
        if (inWindow < bounds.window()) {
            inWindow++;
            return Future.succeededFuture();
        }
        if (queue.size() >= MOST_WAITING) {
            return Future.failedFuture(new IllegalStateException("too many messages wait"));
        }
        Promise<Void> turn = Promise.promise();
        queue.add(turn);
        long late = vertx.setTimer(Math.max(1, withinMs), tick -> {
            if (queue.remove(turn)) {
                turn.fail(new IllegalStateException("there was no room in the window"));
            }
        });
        return turn.future().onComplete(gone -> vertx.cancelTimer(late));
    }

    private void leaveWindow() {
        Promise<Void> next = queue.poll();
        if (next == null) {
            inWindow--;
        } else {
            next.complete();
        }
    }

    /** Takes nothing new, waits for what is on its way, and leaves politely. */
    Future<Void> unbind() {
        stopping = true;
        refuseQueue();
        drained(System.nanoTime() + DRAIN.toNanos());
        return closed();
    }

    private void drained(long until) {
        if ((inWindow == 0 && inDelivery == 0) || System.nanoTime() > until) {
            vertx.setTimer(LAST_ANSWER.toMillis(), tick -> socket.close());
            ask(Command.UNBIND, Pdu.NOTHING).onComplete(done -> socket.close());
        } else {
            vertx.setTimer(20, tick -> drained(until));
        }
    }

    void close() {
        socket.close();
    }

    /** Completes when the centre answers an {@code enquire_link}. */
    Future<Void> enquire() {
        return ask(Command.ENQUIRE_LINK, Pdu.NOTHING).mapEmpty();
    }

    private Future<Pdu> ask(Command command, Body body) {
        if (closed.future().isComplete()) {
            return Future.failedFuture(new IllegalStateException("the session has ended"));
        }
        sequence = sequence == LAST_SEQUENCE ? 1 : sequence + 1;
        int number = sequence;
        Promise<Pdu> answer = Promise.promise();
        long due = vertx.setTimer(bounds.responseTimeout().toMillis(), tick -> {
            asked.remove(number);
            answer.tryFail(new NoAnswerException("no answer within " + bounds.responseTimeout()));
        });
        asked.put(number, new Waiting(answer, due));
        write(Pdu.request(command, number, body));
        return answer.future();
    }

    private Future<Void> write(Pdu pdu) {
        ByteBuf out = Unpooled.buffer(128);
        PduWriter.write(pdu, out);
        return socket.write(Buffer.buffer(ByteBufUtil.getBytes(out)));
    }

    private void heard(Buffer octets) {
        heardAt = System.nanoTime();
        misses = 0;
        Buffer rest = octets;
        while (true) {
            try {
                frames.take(rest, frame -> take(PduReader.read(frame)));
                return;
            } catch (MalformedPduException e) {
                write(Pdu.nack(e.status(), e.sequence()));
                if (e.last()) {
                    socket.close();
                    return;
                }
                rest = Buffer.buffer();
            }
        }
    }

    private void take(Pdu pdu) {
        if (pdu.command().response()) {
            answered(pdu);
            return;
        }
        switch (pdu.command()) {
            case ENQUIRE_LINK -> write(pdu.answer(Status.OK, Pdu.NOTHING));
            case DELIVER_SM -> deliver(pdu, (Body.Message) pdu.body());
            case DATA_SM -> deliver(pdu, ((Body.Data) pdu.body()).message());
            case UNBIND -> write(pdu.answer(Status.OK, Pdu.NOTHING)).onComplete(done -> socket.close());
            case ALERT_NOTIFICATION, OUTBIND -> misses = 0;
            default -> write(Pdu.nack(Status.INVALID_COMMAND_ID, pdu.sequence()));
        }
    }

    private void answered(Pdu answer) {
        Waiting waiting = asked.remove(answer.sequence());
        if (waiting != null) {
            vertx.cancelTimer(waiting.due());
            waiting.answer().tryComplete(answer);
        }
    }

    /** Answered only when it is durable; while too many are under way nothing more is read. */
    private void deliver(Pdu pdu, Body.Message message) {
        if (++inDelivery >= MOST_DELIVERIES) {
            socket.pause();
        }
        Deliveries.Taking taking = deliveries.take(message);
        taking.status().onComplete(done -> {
            int status = done.succeeded() ? done.result() : Status.TEMPORARY_ERROR;
            write(pdu.answer(status, new Body.Taken("", List.of())))
                    .onComplete(written -> said(taking, status == Status.OK && written.succeeded()));
            if (--inDelivery < MOST_DELIVERIES) {
                socket.resume();
            }
        });
    }

    /**
     * An answer that was written has not been read yet. A peer that closes with answers unread resets the connection, and
     * one that is gone says nothing more: what it was told last is then as good as never said.
     */
    private void said(Deliveries.Taking taking, boolean written) {
        if (!written || closed.future().isComplete()) {
            taking.answered(written && !broken);
            return;
        }
        said.add(new Said(taking, System.nanoTime()));
        believe();
    }

    private void believe() {
        long old = System.nanoTime() - UNPROVEN_NANOS;
        while (!said.isEmpty() && said.element().at() - Math.min(old, heardAt) < 0) {
            said.remove().taking().answered(true);
        }
    }

    /** An answer that crosses an orderly end on its way was not read, either. */
    private boolean wasRead(Said one) {
        return heardAt - one.at() > 0 || System.nanoTime() - one.at() > CROSSING_NANOS;
    }

    private void breakOff() {
        broken = true;
        socket.close();
    }

    private void listen() {
        believe();
        long silentMs = (System.nanoTime() - Math.max(heardAt, askedAt)) / 1_000_000;
        if (silentMs < bounds.enquireAfter().toMillis() || stopping) {
            return;
        }
        if (misses >= MISSES) {
            breakOff();
            return;
        }
        askedAt = System.nanoTime();
        misses++;
        ask(Command.ENQUIRE_LINK, Pdu.NOTHING).otherwiseEmpty();
    }

    private void ended() {
        vertx.cancelTimer(timer);
        said.forEach(one -> one.taking().answered(!broken && wasRead(one)));
        said.clear();
        closed.tryComplete();
        refuseQueue();
        List<Waiting> unanswered = new ArrayList<>(asked.values());
        asked.clear();
        unanswered.forEach(waiting -> {
            vertx.cancelTimer(waiting.due());
            waiting.answer().tryFail(new NoAnswerException("the connection ended before the answer"));
        });
    }

    private void refuseQueue() {
        List<Promise<Void>> turned = new ArrayList<>(queue);
        queue.clear();
        turned.forEach(one -> one.tryFail(new IllegalStateException("the session ends")));
    }

    private record Waiting(Promise<Pdu> answer, long due) {}

    /** A yes that was written and may be unread. */
    private record Said(Deliveries.Taking taking, long at) {}

    /** Where messages to us go. */
    interface Deliveries {

        Taking take(Body.Message message);

        /** One message on its way in. */
        interface Taking {

            /** The status to answer with; {@link Status#OK} only once it is durable. */
            Future<Integer> status();

            /** @param heard whether our yes left; if not, the centre delivers again */
            void answered(boolean heard);
        }
    }

    /** @param window how many submitted messages may wait for their answer */
    record Bounds(int window, Duration responseTimeout, Duration enquireAfter) {}
}
