package tributary.connector.sms.smpp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tributary.connector.sms.smpp.pdu.Body;
import tributary.connector.sms.smpp.pdu.Command;
import tributary.connector.sms.smpp.pdu.Pdu;
import tributary.connector.sms.smpp.pdu.PduFrames;
import tributary.connector.sms.smpp.pdu.PduReader;
import tributary.connector.sms.smpp.pdu.PduWriter;
import tributary.connector.sms.smpp.pdu.Status;

/** A message centre on the loopback that does what a test says. */
final class ScriptedCentre {

    final List<Pdu> heard = new CopyOnWriteArrayList<>();
    final AtomicInteger binds = new AtomicInteger();
    volatile int bindStatus = Status.OK;
    volatile boolean answersEnquiries = true;
    volatile Consumer<Pdu> onSubmit = this::accept;
    private final NetServer server;
    private final Map<Integer, Promise<Pdu>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger sequence = new AtomicInteger(1000);
    private volatile NetSocket socket;
    private volatile boolean bound;

    ScriptedCentre(Vertx vertx) {
        this.server = vertx.createNetServer().connectHandler(this::connected);
    }

    Future<Integer> listen() {
        return server.listen(0, "127.0.0.1").map(NetServer::actualPort);
    }

    boolean bound() {
        return bound;
    }

    private void connected(NetSocket peer) {
        socket = peer;
        PduFrames frames = new PduFrames(65_536);
        peer.handler(octets -> frames.take(octets, frame -> hear(PduReader.read(frame))));
        peer.closeHandler(end -> bound = false);
    }

    private void hear(Pdu pdu) {
        heard.add(pdu);
        Promise<Pdu> waiting = pdu.command().response() ? asked.remove(pdu.sequence()) : null;
        if (waiting != null) {
            waiting.tryComplete(pdu);
        } else if (pdu.command() == Command.BIND_TRANSCEIVER) {
            binds.incrementAndGet();
            bound = bindStatus == Status.OK;
            write(pdu.answer(bindStatus, bound ? new Body.Bound("SMSC", List.of()) : Pdu.NOTHING));
        } else if (pdu.command() == Command.ENQUIRE_LINK && answersEnquiries) {
            write(pdu.answer(Status.OK, Pdu.NOTHING));
        } else if (pdu.command() == Command.UNBIND) {
            write(pdu.answer(Status.OK, Pdu.NOTHING));
        } else if (pdu.command() == Command.SUBMIT_SM) {
            onSubmit.accept(pdu);
        }
    }

    void accept(Pdu submit) {
        write(submit.answer(Status.OK, new Body.Taken("00" + Integer.toHexString(ids.incrementAndGet()), List.of())));
    }

    void refuse(Pdu submit, int status) {
        write(submit.answer(status, Pdu.NOTHING));
    }

    Future<Pdu> ask(Command command, Body body) {
        int number = sequence.incrementAndGet();
        Promise<Pdu> answer = Promise.promise();
        asked.put(number, answer);
        write(Pdu.request(command, number, body));
        return answer.future();
    }

    /** Sends octets as they are and waits for an answer with this sequence. */
    Future<Pdu> ask(int number, Buffer octets) {
        Promise<Pdu> answer = Promise.promise();
        asked.put(number, answer);
        socket.write(octets);
        return answer.future();
    }

    void write(Pdu pdu) {
        socket.write(octets(pdu));
    }

    void write(Buffer octets) {
        socket.write(octets);
    }

    /** Cuts as who closes with something unread does: the connection is reset. */
    void reset() {
        ((NetSocketInternal) socket).channelHandlerContext().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        cut();
    }

    void cut() {
        bound = false;
        socket.close();
    }

    static Buffer octets(Pdu pdu) {
        ByteBuf out = Unpooled.buffer();
        PduWriter.write(pdu, out);
        return Buffer.buffer(ByteBufUtil.getBytes(out));
    }

    List<Body.Message> submitted() {
        return heard.stream()
                .filter(pdu -> pdu.command() == Command.SUBMIT_SM)
                .map(pdu -> (Body.Message) pdu.body())
                .toList();
    }

    long count(Command command) {
        return heard.stream().filter(pdu -> pdu.command() == command).count();
    }
}
