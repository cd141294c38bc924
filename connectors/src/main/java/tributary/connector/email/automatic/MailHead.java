package tributary.connector.email.automatic;

import java.util.List;
import java.util.Optional;
import tributary.connector.email.mime.ParsedMail;

/** What this package wants to know of a mail. */
public interface MailHead {
    /** A mail that was read. */
    static MailHead of(ParsedMail mail) {
        return new ReadHead(mail);
    }

    /** The topmost field of a name in any case, decoded and unfolded. */
    Optional<String> header(String name);

    /** All fields of a name, from the top. */
    List<String> headers(String name);

    String subject();

    /** The addresses in From, without names. */
    List<String> from();

    /** The readable text, lines ended by LF. */
    String text();

    /** The machine-readable part, also of a mail that is no {@code multipart/report} but has one. */
    Optional<MailReport> report();
}
