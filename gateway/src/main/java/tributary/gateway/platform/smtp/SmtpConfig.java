package tributary.gateway.platform.smtp;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tributary.config.DataSize;
import tributary.gateway.platform.http.Cidr;
import tributary.gateway.platform.smtp.wire.Protocol;

/**
 * What is under {@code smtp:}.
 *
 * @param host address or name to bind
 * @param port of SMTP: a number; {@code off} or 0 for none
 * @param lmtpPort of LMTP, likewise
 * @param hostname how the node calls itself; empty for the host of public-url
 * @param maxMessage largest mail
 * @param maxConnections at the same time, from all peers
 * @param maxRecipients of one mail
 * @param maxMails of one connection
 * @param relays addresses or CIDR blocks that may connect; empty for all
 * @param proxyProtocol addresses or CIDR blocks of load balancers that begin with a PROXY header
 * @param lenient addresses or CIDR blocks whose mail may contain bare CRs and LFs
 */
public record SmtpConfig(
        String host,
        String port,
        String lmtpPort,
        String hostname,
        Tls tls,
        DataSize maxMessage,
        Integer maxConnections,
        Integer maxRecipients,
        Integer maxMails,
        Timeouts timeouts,
        List<String> relays,
        List<String> proxyProtocol,
        List<String> lenient) {

    /** No mail may be larger: it is kept as one file, and read as a whole when a parser runs over it again. */
    public static final DataSize LARGEST_MAIL = DataSize.ofMebibytes(64);

    public static final SmtpConfig DEFAULT =
            new SmtpConfig(null, null, null, null, null, null, null, null, null, null, null, null, null);

    private static final int LAST_PORT = 65_535;
    private static final int LMTP_NEVER = 25;

    public SmtpConfig(
            @Nullable String host,
            @Nullable String port,
            @Nullable String lmtpPort,
            @Nullable String hostname,
            @Nullable Tls tls,
            @Nullable DataSize maxMessage,
            @Nullable Integer maxConnections,
            @Nullable Integer maxRecipients,
            @Nullable Integer maxMails,
            @Nullable Timeouts timeouts,
            @Nullable List<String> relays,
            @Nullable List<String> proxyProtocol,
            @Nullable List<String> lenient) {
        this.host = host == null ? "127.0.0.1" : host;
        this.port = port == null ? "2525" : port;
        this.lmtpPort = lmtpPort == null ? "2424" : lmtpPort;
        this.hostname = hostname == null ? "" : hostname;
        this.tls = tls == null ? Tls.NONE : tls;
        this.maxMessage = maxMessage == null ? DataSize.ofMebibytes(35) : maxMessage;
        this.maxConnections = atLeastOne("max-connections", maxConnections, 200);
        this.maxRecipients = atLeastOne("max-recipients", maxRecipients, 100);
        this.maxMails = atLeastOne("max-mails", maxMails, 30);
        this.timeouts = timeouts == null ? Timeouts.DEFAULT : timeouts;
        this.relays = blocks("relays", relays);
        this.proxyProtocol = blocks("proxy-protocol", proxyProtocol);
        this.lenient = blocks("lenient", lenient);
        listening("port", this.port);
        OptionalInt lmtp = listening("lmtp-port", this.lmtpPort);
        if (lmtp.isPresent() && lmtp.getAsInt() == LMTP_NEVER) {
            throw new IllegalArgumentException("lmtp-port: expected another port than SMTP's (RFC 2033), found \"25\"");
        }
        if (!this.hostname.matches("[A-Za-z0-9.-]{0,255}")) {
            throw new IllegalArgumentException(
                    "hostname: expected a name such as \"mail.example.com\", found \"" + this.hostname + '"');
        }
        if (this.maxMessage.bytes() < 1 || this.maxMessage.compareTo(LARGEST_MAIL) > 0) {
            throw new IllegalArgumentException("max-message: expected a size such as \"35MiB\", at most " + LARGEST_MAIL
                    + ", found \"" + this.maxMessage + '"');
        }
    }

    /** The port to listen on; empty if it is off. */
    public OptionalInt listeningPort(Protocol protocol) {
        return switch (protocol) {
            case SMTP -> listening("port", port);
            case LMTP -> listening("lmtp-port", lmtpPort);
        };
    }

    List<Cidr> relayBlocks() {
        return parsed(relays);
    }

    List<Cidr> proxyBlocks() {
        return parsed(proxyProtocol);
    }

    List<Cidr> lenientBlocks() {
        return parsed(lenient);
    }

    private static OptionalInt listening(String key, String text) {
        if (text.equals("off") || text.equals("0")) {
            return OptionalInt.empty();
        }
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : -1;
        if (port < 0 || port > LAST_PORT) {
            throw new IllegalArgumentException(
                    key + ": expected 1 to " + LAST_PORT + ", or \"off\", found \"" + text + '"');
        }
        return OptionalInt.of(port);
    }

    private static int atLeastOne(String key, @Nullable Integer value, int byDefault) {
        int number = value == null ? byDefault : value;
        if (number < 1) {
            throw new IllegalArgumentException(key + ": expected at least 1, found \"" + number + '"');
        }
        return number;
    }

    private static List<String> blocks(String key, @Nullable List<String> texts) {
        List<String> blocks = texts == null ? List.of() : List.copyOf(texts);
        for (String block : blocks) {
            if (Cidr.parse(block).isEmpty()) {
                throw new IllegalArgumentException(
                        key + ": expected addresses or blocks such as \"10.0.0.0/8\", found \"" + block + '"');
            }
        }
        return blocks;
    }

    private static List<Cidr> parsed(List<String> blocks) {
        return blocks.stream().map(block -> Cidr.parse(block).orElseThrow()).toList();
    }

    /**
     * STARTTLS; not offered without.
     *
     * @param certificate PEM file with the chain
     * @param key PEM file with the private key
     */
    public record Tls(String certificate, String key) {
        static final Tls NONE = new Tls(null, null);

        public Tls(@Nullable String certificate, @Nullable String key) {
            this.certificate = certificate == null ? "" : certificate;
            this.key = key == null ? "" : key;
            if (this.certificate.isEmpty() != this.key.isEmpty()) {
                throw new IllegalArgumentException(
                        (this.key.isEmpty() ? "key" : "certificate") + ": expected both files or neither, found one");
            }
        }

        Optional<Path> certificatePath() {
            return certificate.isEmpty() ? Optional.empty() : Optional.of(Path.of(certificate));
        }
    }

    /**
     * How long to wait (RFC 5321, section 4.5.3.2).
     *
     * @param command for one whole command
     * @param data between two blocks of a mail
     * @param mail for one whole mail
     * @param deliver for a mailbox to take it over, after the dot
     */
    public record Timeouts(Duration command, Duration data, Duration mail, Duration deliver) {
        static final Timeouts DEFAULT = new Timeouts(null, null, null, null);

        public Timeouts(
                @Nullable Duration command,
                @Nullable Duration data,
                @Nullable Duration mail,
                @Nullable Duration deliver) {
            this.command = some("command", command, Duration.ofMinutes(5));
            this.data = some("data", data, Duration.ofMinutes(3));
            this.mail = some("mail", mail, Duration.ofHours(1));
            this.deliver = some("deliver", deliver, Duration.ofSeconds(10));
        }

        private static Duration some(String key, @Nullable Duration value, Duration byDefault) {
            Duration duration = value == null ? byDefault : value;
            if (duration.toMillis() < 1) {
                throw new IllegalArgumentException(key + ": expected some time such as \"30s\", found " + duration);
            }
            return duration;
        }
    }
}
