package tributary.connector.email.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import tributary.config.DataSize;
import tributary.config.Secret;
import tributary.connector.email.address.EmailAddress;

/**
 * How an inbox sends: the entry {@code send} of an inbox of type {@code email}.
 *
 * @param host the relay
 * @param port 25, 465, 587 or another; 25 by default
 * @param user login at the relay; none by default
 * @param password its password
 * @param tls {@code off}, {@code optional}: STARTTLS if offered, {@code required}: STARTTLS or nothing, {@code implicit}:
 *     TLS from the first octet; by default {@code implicit} at port 465, {@code required} at 587 or with a login, else
 *     {@code optional}. {@code optional} encrypts without knowing to whom, unless {@code ca} is given
 * @param ca certificates, PEM, that the relay's is checked against; the system's by default
 * @param hello the name this node gives itself in EHLO; the domain of the inbox's address by default
 * @param dkim with what mails are signed; by default not at all
 * @param connections most connections to the relay at one time
 * @param connectTimeout time for a connection
 * @param replyTimeout longest silence of the relay; RFC 5321, section 4.5.3.2, asks for five minutes, ten after the text
 * @param maxMessage largest sum of the attached files
 * @param addresses {@code marked}: answers and bounces come to {@code name+mark@domain}; {@code plain}: to the inbox's own
 *     address, for providers that deliver no plus-addresses or accept no other sender
 * @param subjectMark whether the subject carries the ticket's number, {@code [#48213-k7q2]}
 */
public record SendConfig(
        String host,
        int port,
        Optional<String> user,
        Optional<Secret> password,
        Tls tls,
        Optional<Path> ca,
        Optional<String> hello,
        Optional<Dkim> dkim,
        int connections,
        Duration connectTimeout,
        Duration replyTimeout,
        DataSize maxMessage,
        Addresses addresses,
        boolean subjectMark) {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");
    private static final int MOST_CONNECTIONS = 100;

    /** When the connection is encrypted. */
    public enum Tls {
        OFF,
        OPTIONAL,
        REQUIRED,
        IMPLICIT
    }

    /** What stands in Reply-To and as the envelope's sender. */
    public enum Addresses {
        MARKED,
        PLAIN
    }

    public SendConfig {
        if (host == null || !HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host: expected the relay's name, found " + found(host));
        }
        port = port == 0 ? 25 : port;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: expected 1 to 65535, found \"" + port + "\"");
        }
        user = user == null ? Optional.empty() : user;
        password = password == null ? Optional.empty() : password;
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException(
                    user.isPresent()
                            ? "password: expected the password of \"" + user.get() + "\", found nothing"
                            : "user: expected the login that the password belongs to, found nothing");
        }
        tls = tls == null ? usual(port, user.isPresent()) : tls;
        ca = ca == null ? Optional.empty() : ca;
        hello = hello == null ? Optional.empty() : hello;
        if (hello.isPresent() && !HOST.matcher(hello.get()).matches()) {
            throw new IllegalArgumentException("hello: expected a host name, found " + found(hello.get()));
        }
        dkim = dkim == null ? Optional.empty() : dkim;
        connections = connections == 0 ? 4 : connections;
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("connections: expected 1 to 100, found \"" + connections + "\"");
        }
        connectTimeout = positive("connect-timeout", connectTimeout, Duration.ofSeconds(10));
        replyTimeout = positive("reply-timeout", replyTimeout, Duration.ofMinutes(10));
        maxMessage = maxMessage == null ? DataSize.ofMebibytes(25) : maxMessage;
        addresses = addresses == null ? Addresses.MARKED : addresses;
    }

    /**
     * @param domain the signing domain, {@code d=}; it should be the domain of the inbox's address
     * @param selector the name of the key in the domain's DNS, {@code s=}
     * @param privateKey an RSA key, PKCS #8, PEM
     */
    public record Dkim(String domain, String selector, Secret privateKey) {
        private static final Pattern SELECTOR = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

        public Dkim {
            try {
                domain = new EmailAddress("postmaster", domain == null ? "" : domain).domain();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("domain: expected the signing domain, found " + found(domain), e);
            }
            if (selector == null || !SELECTOR.matcher(selector).matches()) {
                throw new IllegalArgumentException(
                        "selector: expected a name such as \"s1\", found " + found(selector));
            }
            if (privateKey == null) {
                throw new IllegalArgumentException("private-key: expected an RSA key in PEM, found nothing");
            }
            DkimKey.check(privateKey);
        }
    }

    private static Tls usual(int port, boolean login) {
        if (port == 465) {
            return Tls.IMPLICIT;
        }
        return port == 587 || login ? Tls.REQUIRED : Tls.OPTIONAL;
    }

    private static Duration positive(String key, Duration value, Duration usual) {
        if (value == null) {
            return usual;
        }
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(key + ": expected a time above zero, found \"" + value + "\"");
        }
        return value;
    }

    private static String found(String value) {
        return value == null ? "nothing" : '"' + value.replaceAll("\\p{Cntrl}", "?") + '"';
    }
}
