package tributary.simulator.smpp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
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

    @Override
    public void close() throws IOException {
        socket.close();
    }

    record Frame(int command, int status, int sequence, Octets body) {}
}
