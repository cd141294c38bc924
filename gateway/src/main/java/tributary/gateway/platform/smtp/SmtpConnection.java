package tributary.gateway.platform.smtp;

import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tributary.gateway.platform.smtp.dialogue.Answer;
import tributary.gateway.platform.smtp.dialogue.Dialogue;
import tributary.gateway.platform.smtp.dialogue.Phase.Addressing;
import tributary.gateway.platform.smtp.wire.CommandFrames;
import tributary.gateway.platform.smtp.wire.ProxyHeader;
import tributary.gateway.platform.smtp.wire.Reply;

/**
 * One connection: gives what comes in to the stage that is due, and writes what is answered. Lives on its event loop.
 *
 * <p>While a stage is blocked (the disk lags behind, a mailbox has the mail, the peer does not read) the socket is paused, so
 * that at most one read waits here.
 */
final class SmtpConnection {

    private static final Reply SHUTTING_DOWN = Reply.of(421, "4.3.2", "shutting down, try again later");
    private static final Reply TIMED_OUT = Reply.of(421, "4.4.2", "took too long");
    private static final Reply TOO_EARLY = Reply.of(554, "5.5.1", "you spoke out of turn");

    private final ReplySocket socket;
    private final Listener listener;
    private final Promise<Void> ended = Promise.promise();

    private Stage stage = new AwaitingPeer();
    private String peer;
    private boolean known;
    private Buffer input = Buffer.buffer();
    private Future<Void> cleaning = Future.succeededFuture();
    private boolean pumping;
    private boolean draining;
    private boolean finished;

    SmtpConnection(NetSocket socket, Listener listener) {
        this.socket = new ReplySocket(socket, listener.vertx(), listener.metrics());
        this.listener = listener;
        this.peer = socket.remoteAddress().hostAddress();
        socket.handler(this::received)
                .drainHandler(less -> pump())
                .closeHandler(gone -> closed())
                .shutdownHandler(stopping -> drain());
    }

    /** What the bytes that come in mean now. */
    private sealed interface Stage permits AwaitingPeer, Talking, Receiving, Delivering, Upgrading, Closing {

        /** @return index of the first byte not taken; {@code from} if more are needed */
        int take(int from);

        /** Whether no byte can be taken now. */
        default boolean isBlocked() {
            return false;
        }
    }

    /** Begins. Completes when the connection is closed and nothing of it is left. */
    Future<Void> open() {
        listener.metrics().connected();
        Optional<Reply> refusal = listener.admission().entered();
        socket.onHalfClosed(this::closeIfDone);
        if (refusal.isPresent()) {
            hangUp(refusal.get());
        } else if (listener.isBalancer(peer)) {
            socket.within(listener.config().timeouts().command(), socket::close);
        } else {
            meet(peer, false);
        }
        socket.flush();
        return ended.future();
    }

    /** The node stops: a mail after its dot is finished, everything else is sent away. */
    private void drain() {
        draining = true;
        if (!(stage instanceof Delivering)) {
            hangUp(SHUTTING_DOWN);
            socket.flush();
        }
    }

    private void closeIfDone() {
        if (socket.isHalfClosed() && !stage.isBlocked()) {
            socket.close();
        }
    }

    private void received(Buffer bytes) {
        input = input.length() == 0
                ? bytes
                : Buffer.buffer().appendBuffer(input).appendBuffer(bytes);
        pump();
    }

    private void pump() {
        if (pumping || socket.isClosed()) {
            return;
        }
        pumping = true;
        int position = 0;
        int before = -1;
        while (position < input.length() && position != before && !stage.isBlocked()) {
            before = position;
            position = stage.take(position);
        }
        input = position == input.length() ? Buffer.buffer() : input.getBuffer(position, input.length());
        pumping = false;
        socket.flush();
        flow();
    }

    private void flow() {
        if (socket.isClosed()) {
            return;
        }
        if (stage.isBlocked()) {
            socket.pause();
        } else {
            socket.resume();
            if (socket.isHalfClosed()) {
                listener.vertx().runOnContext(later -> closeIfDone());
            }
        }
    }

    private void timedOut() {
        hangUp(TIMED_OUT);
        socket.flush();
    }

    /** Says the last word and closes when it is out; what comes in until then is dropped. */
    private void hangUp(Reply lastWord) {
        if (socket.isClosed() || stage instanceof Closing) {
            return;
        }
        leaveStage();
        socket.say(lastWord);
        part();
        socket.resume();
    }

    /** Closes without a word more: the reply before said why. */
    private void part() {
        stage = new Closing();
        socket.closeSoon();
    }

    private void leaveStage() {
        if (stage instanceof Receiving receiving) {
            forget(receiving.mail);
            listener.metrics().cut();
        }
    }

    private void forget(IncomingMail mail) {
        cleaning = Future.join(cleaning, mail.spool().discard()).mapEmpty();
    }

    private void closed() {
        socket.closed();
        leaveStage();
        if (stage instanceof Delivering delivering) {
            if (draining) {
                forget(delivering.mail);
                finish();
            }
        } else {
            finish();
        }
    }

    private void finish() {
        if (finished) {
            return;
        }
        finished = true;
        listener.admission().left();
        if (known) {
            listener.admission().left(peer);
        }
        cleaning.onComplete(clean -> ended.tryComplete());
    }

    /** @param proxied whether a load balancer told us who it is: then nobody is exempt, as with forwarding headers */
    private void meet(String address, boolean proxied) {
        peer = address;
        known = true;
        boolean exempt = listener.limits().exempt(peer, proxied);
        Optional<Reply> refusal = listener.admission().entered(peer, exempt);
        if (refusal.isPresent()) {
            hangUp(refusal.get());
            return;
        }
        Dialogue dialogue = new Dialogue(listener.terms(peer, !exempt));
        socket.say(dialogue.greeting());
        talk(dialogue);
    }

    private void talk(Dialogue dialogue) {
        stage = new Talking(dialogue);
        socket.within(listener.config().timeouts().command(), this::timedOut);
    }

    /** Until a trusted load balancer has said whose connection it is; nothing may follow before the greeting. */
    private final class AwaitingPeer implements Stage {
        @Override
        public int take(int from) {
            ProxyHeader header = ProxyHeader.read(input.getBuffer(from, input.length()));
            if (header instanceof ProxyHeader.Incomplete) {
                return from;
            }
            if (!(header instanceof ProxyHeader.Complete complete)) {
                socket.close();
                return input.length();
            }
            if (from + complete.length() < input.length()) {
                hangUp(TOO_EARLY);
            } else {
                meet(complete.peer().orElse(peer), true);
            }
            return from + complete.length();
        }
    }

    /** Commands are due. */
    private final class Talking implements Stage {
        private final Dialogue dialogue;
        private final CommandFrames frames = new CommandFrames();

        private Talking(Dialogue dialogue) {
            this.dialogue = dialogue;
        }

        @Override
        public boolean isBlocked() {
            return socket.isFull();
        }

        @Override
        public int take(int from) {
            CommandFrames.Taken taken = frames.take(input, from);
            taken.line().ifPresent(line -> answer(dialogue.on(line), taken.next() < input.length()));
            return taken.next();
        }

        private void answer(Answer answer, boolean more) {
            switch (answer.then()) {
                case GO_ON -> {
                    socket.say(answer.reply());
                    socket.within(listener.config().timeouts().command(), SmtpConnection.this::timedOut);
                }
                case RECEIVE -> {
                    if (more) {
                        hangUp(TOO_EARLY);
                    } else {
                        socket.say(answer.reply());
                        receive(dialogue);
                    }
                }
                case START_TLS -> {
                    if (more) {
                        socket.close();
                    } else {
                        upgrade(dialogue, answer.reply());
                    }
                }
                case CLOSE -> {
                    hangUp(answer.reply());
                    if (!more) {
                        socket.closeNow();
                    }
                }
            }
        }
    }

    private void receive(Dialogue dialogue) {
        if (!(dialogue.phase() instanceof Addressing envelope)) {
            throw new IllegalStateException("data: expected an envelope, found " + dialogue.phase());
        }
        String id = listener.ids().get().toString();
        stage = new Receiving(
                dialogue,
                new IncomingMail(
                        id,
                        envelope,
                        listener.spools().open(id).drainHandler(this::pump),
                        dialogue.terms(),
                        listener.isLenient(peer)));
    }

    /** The text of a mail is due. */
    private final class Receiving implements Stage {
        private final Dialogue dialogue;
        private final IncomingMail mail;
        private final long deadline;

        private Receiving(Dialogue dialogue, IncomingMail mail) {
            this.dialogue = dialogue;
            this.mail = mail;
            this.deadline =
                    System.nanoTime() + listener.config().timeouts().mail().toNanos();
            await();
        }

        private void await() {
            Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
            Duration data = listener.config().timeouts().data();
            socket.within(data.compareTo(left) < 0 ? data : left, SmtpConnection.this::timedOut);
        }

        @Override
        public boolean isBlocked() {
            return mail.spool().full();
        }

        @Override
        public int take(int from) {
            int next = mail.take(input, from);
            if (mail.ended()) {
                deliver(dialogue, mail);
            } else if (mail.endless()) {
                giveUp(mail);
            } else {
                await();
            }
            return next;
        }
    }

    private void giveUp(IncomingMail mail) {
        Reply refusal = mail.refusal().orElse(TIMED_OUT);
        forget(mail);
        listener.metrics().received(mail);
        listener.metrics().mail(refusal);
        socket.say(refusal);
        part();
    }

    private void deliver(Dialogue dialogue, IncomingMail mail) {
        socket.forGood();
        stage = new Delivering(mail);
        Timer.Sample since = listener.metrics().handOver();
        new HandOver(listener, mail, peer, dialogue.tls()).replies().onSuccess(replies -> {
            listener.metrics().handedOver(since);
            delivered(dialogue, mail, replies);
        });
    }

    private void delivered(Dialogue dialogue, IncomingMail mail, List<Reply> replies) {
        forget(mail);
        listener.metrics().received(mail);
        replies.forEach(listener.metrics()::mail);
        if (socket.isClosed()) {
            finish();
            return;
        }
        replies.forEach(socket::say);
        dialogue.mailEnded();
        talk(dialogue);
        if (draining) {
            hangUp(SHUTTING_DOWN);
        } else if (mail.smuggling()) {
            part();
        }
        socket.flush();
        pump();
    }

    /** A mailbox has the mail. */
    private record Delivering(IncomingMail mail) implements Stage {
        @Override
        public boolean isBlocked() {
            return true;
        }

        @Override
        public int take(int from) {
            return from;
        }
    }

    private void upgrade(Dialogue dialogue, Reply goAhead) {
        StartTls tls = listener.tls()
                .orElseThrow(() -> new IllegalStateException("starttls: expected a certificate, found none"));
        stage = new Upgrading();
        socket.flush();
        tls.upgrade(socket.plain(), goAhead.toBuffer())
                .onSuccess(shaken -> {
                    dialogue.tlsStarted();
                    talk(dialogue);
                })
                .onFailure(refused -> socket.close());
    }

    /** TLS begins: whatever comes in plain now is not from whom we think. */
    private final class Upgrading implements Stage {
        @Override
        public int take(int from) {
            socket.close();
            return input.length();
        }
    }

    /** The last word is said. */
    private final class Closing implements Stage {
        @Override
        public int take(int from) {
            return input.length();
        }
    }
}
