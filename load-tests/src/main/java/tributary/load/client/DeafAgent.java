package tributary.load.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tributary.load.ledger.Positions;
import tributary.load.wire.Envelope;
import tributary.load.wire.Frames;
import tributary.load.wire.MessageStream;

/**
 * An agent that subscribes and then never reads again: a plain blocking socket with a small receive buffer, so that what
 * the server writes has nowhere to go. Its calls block; they belong on a thread of their own.
 */
public final class DeafAgent implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 4096;
    private static final int TIMEOUT_MS = 10_000;
    private static final int QUIET_MS = 1_000;
    private static final int TEXT = 1;
    private static final int FIN = 0x80;
    private static final int READ_BUFFER = 1 << 16;
    private static final int MOST_FRAMES = 1_000_000;
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    private final Socket socket;
    private final MessageStream messages;
    private Positions positions = new Positions(0);
    private String epoch = "";

    private DeafAgent(Socket socket, MessageStream messages) {
        this.socket = socket;
        this.messages = messages;
    }

    /** Connects, authenticates and subscribes, then stops reading. */
    public static DeafAgent subscribe(Address address, String ticket, String topic) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(address.socket(), TIMEOUT_MS);
        DeafAgent agent = new DeafAgent(socket, new MessageStream(socket.getInputStream()));
        agent.upgrade(address);
        agent.send("{\"t\":\"auth\",\"id\":1,\"d\":{\"ticket\":\"" + ticket + "\"}}");
        agent.answer(1);
        agent.send("{\"t\":\"sub\",\"id\":2,\"d\":{\"topic\":\"" + topic + "\"}}");
        Envelope subscribed = agent.answer(2);
        agent.epoch = subscribed.epoch();
        agent.positions = new Positions(subscribed.seq());
        return agent;
    }

    /** Whether the server has dropped the connection, told by a write that fails. A pong is always welcome. */
    public boolean isCut() {
        try {
            send("{\"t\":\"pong\"}");
            return false;
        } catch (IOException broken) {
            return true;
        }
    }

    /** Reads what still lies in the buffers, until the end or a quiet second, and tells where that leads to. */
    public Cursor readRest() {
        try {
            socket.setReceiveBufferSize(READ_BUFFER);
            socket.setSoTimeout(QUIET_MS);
            for (int frame = 0; frame < MOST_FRAMES; frame++) {
                Frames.read(messages.next(), this::note);
            }
        } catch (IOException end) {
            // The end is what was looked for: closed, reset in the middle of a frame, or quiet.
        }
        return new Cursor(epoch, positions.last());
    }

    /** What it read in the end. */
    public Positions positions() {
        return positions;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void note(Envelope envelope) {
        if (envelope.isDurable()) {
            positions.next(envelope.position());
        }
    }

    private void upgrade(Address address) throws IOException {
        String head = "GET /api/v1/ws HTTP/1.1\r\nHost: " + Address.HOST + ":" + address.port()
                + "\r\nOrigin: " + address.origin()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
                + KEY + "\r\nSec-WebSocket-Protocol: ag1\r\n\r\n";
        write(head.getBytes(StandardCharsets.US_ASCII));
        String answer = readHead();
        if (!answer.startsWith("HTTP/1.1 101")) {
            throw new IOException(
                    "expected an upgrade, found " + answer.lines().findFirst().orElse(""));
        }
    }

    private String readHead() throws IOException {
        StringBuilder head = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the server closed during the upgrade");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private Envelope answer(int request) throws IOException {
        List<Envelope> answers = new ArrayList<>();
        while (answers.isEmpty()) {
            Frames.read(messages.next(), envelope -> {
                if (envelope.re() == request) {
                    answers.add(envelope);
                }
            });
        }
        Envelope envelope = answers.get(0);
        if (!envelope.type().equals("ok")) {
            throw new IOException("request " + request + " refused: " + envelope.code());
        }
        return envelope;
    }

    /** A masked text frame; the mask is zero, so the payload stays as it is. */
    private void send(String text) throws IOException {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        boolean small = payload.length < 126;
        byte[] frame = new byte[payload.length + (small ? 6 : 8)];
        frame[0] = (byte) (FIN | TEXT);
        frame[1] = (byte) (0x80 | (small ? payload.length : 126));
        if (!small) {
            frame[2] = (byte) (payload.length >> 8);
            frame[3] = (byte) payload.length;
        }
        System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
        write(frame);
    }

    private void write(byte[] bytes) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(bytes);
        out.flush();
    }
}
