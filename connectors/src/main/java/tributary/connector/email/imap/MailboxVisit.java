package tributary.connector.email.imap;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.FolderNotFoundException;
import jakarta.mail.MessagingException;
import tributary.config.Secret;
import tributary.connector.Examination;
import tributary.connector.Examination.Grade;

/** Logs in to a mailbox and opens its folder, and changes nothing. Blocks. */
public final class MailboxVisit {

    private MailboxVisit() {}

    /** @param inbox names the mailbox in the answer */
    public static Examination of(ImapConfig config, String inbox) {
        String what = "mailbox of " + inbox;
        String place = config.host() + ':' + config.port();
        if (config.oauth().isPresent()) {
            return Examination.good(what, place + " is not tried, because its login needs a token");
        }
        try (ImapSession session =
                ImapSession.open(config, config.password().map(Secret::reveal).orElse(""))) {
            return Examination.good(
                    what,
                    place + " opens " + config.folder() + (session.idles() ? "" : ", without IDLE: it is polled"));
        } catch (AuthenticationFailedException e) {
            return new Examination(
                    what,
                    Grade.FAIL,
                    place + " refuses the login",
                    "correct imap.user and imap.password of " + inbox
                            + "; many providers want a password made for programs");
        } catch (FolderNotFoundException e) {
            return new Examination(
                    what, Grade.FAIL, place + " has no folder " + config.folder(), "correct imap.folder of " + inbox);
        } catch (MessagingException e) {
            return new Examination(
                    what,
                    Grade.FAIL,
                    place + " cannot be used",
                    "check imap.host, imap.port and imap.tls of " + inbox
                            + ", and that IMAP is switched on at the provider");
        }
    }
}
