package tributary.simulator.smpp;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tributary.simulator.web.Octets;

/** Frames of one connection (SMPP 3.4, section 3.2). */
final class Wire implements AutoCloseable {

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    Wire(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    Frame read() throws IOException {
        int length = in.readInt();
        if (length < 16 || length > 65_536) {
            throw new IOException("command_length: expected 16 to 65536, found " + length);
        }
        int command = in.readInt();
        int status = in.readInt();
        int sequence = in.readInt();
        byte[] body = new byte[length - 16];
        in.readFully(body);
        return new Frame(command, status, sequence, new Octets(body));
    }

    synchronized void write(int command, int status, int sequence, byte[] body) throws IOException {
        out.writeInt(16 + body.length);
        out.writeInt(command);
        out.writeInt(status);
        out.writeInt(sequence);
        out.write(body);
        out.flush();
    }

    /** Body of a deliver_sm. */
    static byte[] message(String from, String to, int esmClass, int coding, byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        body.writeByte(0);
        body.write(new byte[] {1, 1});
        body.write(from.getBytes(StandardCharsets.ISO_8859_1));
        body.write(new byte[] {0, 0, 1});
        body.write(to.getBytes(StandardCharsets.ISO_8859_1));
        body.write(new byte[] {0, (byte) esmClass, 0, 0, 0, 0, 0, 0, (byte) coding, 0});
        body.writeByte(text.length);
        body.write(text);
        return bytes.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Where a submit_sm is for, and what it says. */
    record Submitted(String to, int esmClass, int coding, Octets content) {
        static Submitted read(Octets octets) {
            byte[] body = octets.bytes();
            int at = end(body, 0) + 2;
            at = end(body, at) + 2;
            int last = end(body, at);
            String to = new String(body, at, last - 1 - at, StandardCharsets.ISO_8859_1);
            int esmClass = body[last] & 0xFF;
            at = end(body, end(body, last + 3));
            int length = body[at + 4] & 0xFF;
            byte[] text = Arrays.copyOfRange(body, at + 5, at + 5 + length);
            return new Submitted(to, esmClass, body[at + 2] & 0xFF, new Octets(text));
        }

        /** The place after the NUL of the string that begins here. */
        private static int end(byte[] body, int from) {
            int at = from;
            while (body[at] != 0) {
                at++;
            }
            return at + 1;
        }

        String words() {
            byte[] text = content.bytes();
            int skip = (esmClass & 0x40) != 0 ? (text[0] & 0xFF) + 1 : 0;
            byte[] rest = Arrays.copyOfRange(text, skip, text.length);
            return new String(rest, coding == 8 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1);
        }
    }

    record Frame(int command, int status, int sequence, Octets body) {}
}
