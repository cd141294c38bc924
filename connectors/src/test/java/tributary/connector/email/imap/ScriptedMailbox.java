package tributary.connector.email.imap;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A mailbox with one mail, that does what no friendly server does: refuses, and says half of what it has to say. */
final class ScriptedMailbox implements AutoCloseable {

    private static final Pattern PIECE = Pattern.compile("BODY\\.PEEK\\[]<(\\d+)\\.(\\d+)>");
    private static final Pattern ENDED = Pattern.compile("^\\S+ (?:UID )?(\\S+).*", Pattern.DOTALL);

    /** What clients said to log in: initial responses of XOAUTH2, passwords of LOGIN. */
    final List<String> logins = new CopyOnWriteArrayList<>();

    final CountDownLatch halfOut = new CountDownLatch(1);

    private final ServerSocket server;
    private final String mail;
    private final String accepted;
    private final Optional<CountDownLatch> secondHalf;

    /**
     * @param accepted the only login that is good
     * @param secondHalf before this is open, only half of the mail is sent
     */
    ScriptedMailbox(String mail, String accepted, Optional<CountDownLatch> secondHalf) throws IOException {
        this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.mail = mail;
        this.accepted = accepted;
        this.secondHalf = secondHalf;
        daemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "scripted-mailbox");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            Line line = new Line(socket);
            line.say("* OK ready");
            for (String command = line.read(); command != null; command = line.read()) {
                answer(line, command);
            }
        } catch (IOException gone) {
            // The client hung up.
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void answer(Line line, String command) throws IOException, InterruptedException {
        String tag = command.substring(0, command.indexOf(' '));
        Matcher word = ENDED.matcher(command);
        switch (word.matches() ? word.group(1).toUpperCase(Locale.ROOT) : "") {
            case "CAPABILITY" -> line.say("* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2 IDLE");
            case "AUTHENTICATE" -> {
                String response = command.substring(command.lastIndexOf(' ') + 1);
                logins.add(response);
                if (!response.equals(accepted)) {
                    line.say("+ eyJzdGF0dXMiOiI0MDAifQ==");
                    line.read(); // Gmail says why in a challenge, and no only after an answer to that.
                    line.say(tag + " NO refused");
                    return;
                }
            }
            case "LOGIN" -> {
                logins.add(command.substring(command.lastIndexOf(' ') + 1));
                if (!command.endsWith(accepted)) {
                    line.say(tag + " NO refused");
                    return;
                }
            }
            case "SELECT" ->
                line.say(
                        "* FLAGS (\\Seen)\r\n* 1 EXISTS\r\n* 0 RECENT\r\n* OK [UIDVALIDITY 7] .\r\n* OK [UIDNEXT 2] .");
            case "SEARCH" -> line.say("* SEARCH 1");
            case "FETCH" -> fetch(line, command);
            case "IDLE" -> {
                line.say("+ idling");
                line.read();
            }
            default -> {}
        }
        line.say(tag + " OK done");
    }

    private void fetch(Line line, String command) throws IOException, InterruptedException {
        StringBuilder items = new StringBuilder("UID 1");
        if (command.contains("RFC822.SIZE")) {
            items.append(" RFC822.SIZE ").append(mail.length());
        }
        if (command.contains("ENVELOPE")) {
            items.append(" ENVELOPE (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL NIL)");
        }
        Matcher piece = PIECE.matcher(command);
        if (piece.find()) {
            int from = Math.min(mail.length(), Integer.parseInt(piece.group(1)));
            String literal = mail.substring(from, Math.min(mail.length(), from + Integer.parseInt(piece.group(2))));
            line.write("* 1 FETCH (" + items + " BODY[]<" + from + "> {" + literal.length() + "}\r\n");
            slowly(line, literal);
            line.say(")");
        } else if (command.contains("BODY.PEEK[HEADER]")) {
            String header = mail.substring(0, mail.indexOf("\r\n\r\n") + 4);
            line.say("* 1 FETCH (" + items + " BODY[HEADER] {" + header.length() + "}\r\n" + header + ")");
        } else {
            line.say("* 1 FETCH (" + items + ")");
        }
    }

    /** One octet after the other, and half of them only when the time has come. */
    private void slowly(Line line, String literal) throws IOException, InterruptedException {
        for (int i = 0; i < literal.length(); i++) {
            if (i == literal.length() / 2 && secondHalf.isPresent()) {
                halfOut.countDown();
                secondHalf.get().await();
            }
            line.write(literal.substring(i, i + 1));
        }
    }

    private static final class Line {
        private final BufferedReader in;
        private final OutputStream out;

        Line(Socket socket) {
            try {
                in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                out = socket.getOutputStream();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }

        String read() throws IOException {
            return in.readLine();
        }

        void say(String words) throws IOException {
            write(words + "\r\n");
        }

        void write(String words) throws IOException {
            out.write(words.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }
    }
}
