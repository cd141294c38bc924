package tributary.load.faults.post;

import tributary.load.faults.check.Sent;

/** Mails of one sender, all in one thread. */
final class Letter {

    private Letter() {}

    static String id(String sender, int number) {
        return sender + "." + number + "@customers.example";
    }

    static String from(Sent message) {
        return message.sender() + "@customers.example";
    }

    /** @return header and text, with CRLF */
    static String of(Sent message, String to) {
        StringBuilder mail = new StringBuilder(512)
                .append("From: ")
                .append(message.sender())
                .append(" <")
                .append(from(message))
                .append(">\r\nTo: ")
                .append(to)
                .append("\r\nSubject: My order\r\nDate: Mon, 5 Jan 2026 10:20:00 +0000\r\nMIME-Version: 1.0\r\n")
                .append("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\nMessage-ID: <")
                .append(message.externalId())
                .append(">\r\n");
        if (message.number() > 0) {
            mail.append("In-Reply-To: <").append(id(message.sender(), 0)).append(">\r\n");
        }
        return mail.append("\r\n").append(message.text()).toString();
    }
}
