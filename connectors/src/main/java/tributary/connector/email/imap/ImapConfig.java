package tributary.connector.email.imap;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tributary.config.DataSize;
import tributary.config.Secret;

/**
 * A mailbox that is fetched from.
 *
 * @param tls {@code implicit}: encrypted from the first byte; {@code required}: STARTTLS; {@code off}
 * @param user the login; often the address
 * @param password the password; many providers want one made for programs
 * @param oauth how to get access tokens instead (XOAUTH2)
 * @param folder which folder is read
 * @param since how old mails may be that are fetched when the mailbox is new to this inbox, or was made anew
 * @param poll how often a connection that waits for news asks all the same
 * @param seen whether fetched mails are marked as read
 * @param moveTo folder that fetched mails are moved to; they stay by default
 * @param maxMessage of larger mails only the header is fetched
 * @param batch mails fetched before the place is written down
 */
public record ImapConfig(
        String host,
        int port,
        Tls tls,
        String user,
        Optional<Secret> password,
        Optional<OAuth> oauth,
        String folder,
        Duration since,
        Duration poll,
        Boolean seen,
        Optional<String> moveTo,
        DataSize maxMessage,
        int batch) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");
    private static final int MOST = 500;

    /** When the connection is encrypted. */
    public enum Tls {
        OFF,
        REQUIRED,
        IMPLICIT
    }

    public ImapConfig {
        if (host == null || !HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host: expected the mailbox's server, found " + found(host));
        }
        tls = tls == null ? (port == 143 ? Tls.REQUIRED : Tls.IMPLICIT) : tls;
        port = port == 0 ? (tls == Tls.IMPLICIT ? 993 : 143) : port;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: expected 1 to 65535, found \"" + port + "\"");
        }
        if (user == null || user.isBlank()) {
            throw new IllegalArgumentException("user: expected the mailbox's login, found nothing");
        }
        password = password == null ? Optional.empty() : password;
        oauth = oauth == null ? Optional.empty() : oauth;
        if (password.isPresent() == oauth.isPresent()) {
            throw new IllegalArgumentException("password: expected either a password or oauth, found "
                    + (password.isPresent() ? "both" : "neither"));
        }
        folder = folder == null ? "INBOX" : folder;
        since = since == null ? Duration.ofDays(14) : since;
        poll = poll == null ? Duration.ofMinutes(5) : poll;
        if (poll.compareTo(Duration.ofSeconds(1)) < 0 || poll.compareTo(Duration.ofMinutes(25)) > 0) {
            throw new IllegalArgumentException("poll: expected 1s to 25m, found \"" + poll.toSeconds() + "s\"");
        }
        seen = seen == null || seen;
        moveTo = moveTo == null ? Optional.empty() : moveTo;
        maxMessage = maxMessage == null ? DataSize.ofMebibytes(35) : maxMessage;
        batch = batch == 0 ? 50 : batch;
        if (batch < 1 || batch > MOST) {
            throw new IllegalArgumentException("batch: expected 1 to 500, found \"" + batch + "\"");
        }
    }

    private static String found(@Nullable String value) {
        return value == null ? "nothing" : '"' + value.replaceAll("\\p{Cntrl}", "?") + '"';
    }

    /**
     * Where access tokens come from (RFC 6749, section 6).
     *
     * @param tokenUrl the provider's token endpoint
     * @param scope what the token is for; empty if the provider needs none
     */
    public record OAuth(
            URI tokenUrl, String clientId, Optional<Secret> clientSecret, Secret refreshToken, Optional<String> scope) {
        public OAuth {
            if (tokenUrl == null || clientId == null || refreshToken == null) {
                throw new IllegalArgumentException(
                        "oauth: expected token-url, client-id and refresh-token, found not all of them");
            }
            clientSecret = clientSecret == null ? Optional.empty() : clientSecret;
            scope = scope == null ? Optional.empty() : scope;
        }
    }
}
