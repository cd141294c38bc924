package tributary.gateway.platform.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client that sends exactly the bytes it is told to. */
final class SmtpClient implements AutoCloseable {

    private static final int PATIENCE_MS = 20_000;

    private Socket socket;

    private SmtpClient(Socket socket) {
        this.socket = socket;
    }

    /** Connected; nothing read yet. */
    static SmtpClient connect(int port) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(PATIENCE_MS);
            socket.setTcpNoDelay(true);
            return new SmtpClient(socket);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Greeted, and introduced by EHLO or LHLO. */
    static SmtpClient introduced(int port, String hello) {
        SmtpClient client = connect(port);
        client.reply();
        client.say(hello + " client.example");
        return client;
    }

    SmtpClient send(String bytes) {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    SmtpClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends a line and reads its reply. */
    String say(String line) {
        return send(line + "\r\n").reply();
    }

    /** One reply, all its lines, without the last line's end; empty when the connection has ended. */
    String reply() {
        StringBuilder reply = new StringBuilder();
        String line;
        do {
            line = line();
            reply.append(reply.length() == 0 ? "" : "\n").append(line);
        } while (line.length() > 3 && line.charAt(3) == '-');
        return reply.toString();
    }

    List<String> replies(int count) {
        List<String> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(reply());
        }
        return replies;
    }

    /** Everything until the server closes. */
    List<String> rest() {
        List<String> lines = new ArrayList<>();
        for (String line = reply(); !line.isEmpty(); line = reply()) {
            lines.add(line);
        }
        return lines;
    }

    /** Begins a mail from a stranger; answers what DATA was answered with. */
    String data(String... recipients) {
        say("MAIL FROM:<a@attacker.example>");
        for (String recipient : recipients) {
            say("RCPT TO:<" + recipient + ">");
        }
        return say("DATA");
    }

    void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Shakes hands over the open connection. */
    SSLSocket startTls() throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, "mail.example.com", 25, true);
        tls.startHandshake();
        socket = tls;
        return tls;
    }

    OutputStream output() throws IOException {
        return socket.getOutputStream();
    }

    /** Goes without a word, and resets the connection. */
    void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
                line.write(octet);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
    }

    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
