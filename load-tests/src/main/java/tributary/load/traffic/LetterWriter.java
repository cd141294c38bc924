package tributary.load.traffic;

import io.vertx.core.buffer.Buffer;
import java.util.Base64;
import java.util.Random;
import tributary.load.server.GatewayLauncher;
import tributary.load.wire.Mark;

/** Writes mails of a size: three of four answer an earlier one of their sender, a large one has a file. */
final class LetterWriter {

    private static final int OF_A_THREAD = 4;
    private static final int MOST_TEXT = 4_096;
    private static final int LINE = 70;
    private static final int LINES_OF_A_FILE = 57;

    private final int bytes;
    private final String file;

    /** @param bytes about how long a mail is */
    LetterWriter(int bytes) {
        this.bytes = bytes;
        this.file = bytes > MOST_TEXT ? file(bytes) : "";
    }

    static String sender(int sender) {
        return "s" + sender + "@load.example";
    }

    Buffer letter(int sender, int number) {
        StringBuilder mail = new StringBuilder(bytes + 512);
        mail.append("From: Sender ")
                .append(sender)
                .append(" <")
                .append(sender(sender))
                .append(">\r\n");
        mail.append("To: ").append(GatewayLauncher.MAIL_ADDRESS).append("\r\nSubject: My order\r\n");
        mail.append("Date: Mon, 5 Jan 2026 10:20:00 +0000\r\nMIME-Version: 1.0\r\n");
        mail.append("Message-ID: ").append(id(sender, number)).append("\r\n");
        int first = number - number % OF_A_THREAD;
        if (first < number) {
            mail.append("In-Reply-To: ").append(id(sender, first)).append("\r\n");
        }
        return Buffer.buffer((file.isEmpty()
                        ? mail.append("\r\n").append(text(sender, number, bytes - mail.length()))
                        : withFile(mail, sender, number))
                .toString());
    }

    private StringBuilder withFile(StringBuilder mail, int sender, int number) {
        return mail.append("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n")
                .append(text(sender, number, 1_024))
                .append("\r\n--b\r\nContent-Type: application/pdf; name=order.pdf\r\n")
                .append("Content-Transfer-Encoding: base64\r\n\r\n")
                .append(file)
                .append("\r\n--b--");
    }

    private static String id(int sender, int number) {
        return "<" + sender + "." + number + "@load.example>";
    }

    private static String text(int sender, int number, int length) {
        String words = new Mark(Mark.Kind.VISITOR, sender, number).text(Math.max(32, length));
        StringBuilder lines = new StringBuilder(words.length() + words.length() / LINE * 2 + 2);
        for (int at = 0; at < words.length(); at += LINE) {
            lines.append(at == 0 ? "" : "\r\n").append(words, at, Math.min(words.length(), at + LINE));
        }
        return lines.toString();
    }

    private static String file(int bytes) {
        byte[] random = new byte[(bytes - 2_048) / 78 * LINES_OF_A_FILE];
        new Random(1).nextBytes(random);
        return Base64.getMimeEncoder().encodeToString(random);
    }
}
