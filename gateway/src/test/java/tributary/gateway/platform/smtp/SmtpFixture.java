package tributary.gateway.platform.smtp;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import tributary.connector.Limits;
import tributary.connector.MailEnvelope;
import tributary.connector.MailSpool;
import tributary.connector.Mailbox;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;
import tributary.gateway.platform.smtp.dialogue.Mailboxes;
import tributary.gateway.platform.smtp.wire.Protocol;

/** A listener on free ports of the loopback, with the mailboxes support@mail.example.com and sales@mail.example.com. */
final class SmtpFixture implements AutoCloseable {

    final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Box support = new Box("support");
    final Box sales = new Box("sales");
    final Path spool;
    final SmtpServer server;

    private final Map<Protocol, Integer> ports = new EnumMap<>(Protocol.class);

    SmtpFixture(Path spool, SmtpConfig config) {
        this(spool, config, new Open(), OptionalInt.empty(), 1);
    }

    SmtpFixture(Path spool, SmtpConfig config, Limits limits, OptionalInt perPeer, int loops) {
        this.spool = spool;
        Mailboxes mailboxes = new Mailboxes();
        mailboxes.open(support);
        mailboxes.open(sales);
        server = new SmtpServer(
                vertx,
                config,
                mailboxes,
                limits,
                perPeer,
                new SmtpServer.Host("mail.example.com", spool, UUID::randomUUID, Clock.systemUTC(), meters));
        for (Protocol protocol : Protocol.values()) {
            ports.put(protocol, free());
        }
        TestDatabase.await(server.start(ports, loops));
    }

    /** The listener's configuration with large limits but those given. */
    static SmtpConfig config(Map<String, Object> values) {
        return new SmtpConfig(
                null,
                null,
                null,
                null,
                (SmtpConfig.Tls) values.get("tls"),
                values.containsKey("max-message")
                        ? new tributary.config.DataSize((Integer) values.get("max-message"))
                        : null,
                (Integer) values.get("max-connections"),
                (Integer) values.get("max-recipients"),
                (Integer) values.getOrDefault("max-mails", 100_000),
                (SmtpConfig.Timeouts) values.get("timeouts"),
                strings(values, "relays"),
                strings(values, "proxy-protocol"),
                strings(values, "lenient"));
    }

    private static List<String> strings(Map<String, Object> values, String key) {
        return values.get(key) instanceof String block ? List.of(block) : null;
    }

    int port(Protocol protocol) {
        return ports.get(protocol);
    }

    SmtpClient connect(Protocol protocol) {
        return SmtpClient.connect(port(protocol));
    }

    SmtpClient introduced(Protocol protocol) {
        return SmtpClient.introduced(port(protocol), protocol == Protocol.LMTP ? "LHLO" : "EHLO");
    }

    List<Path> files() {
        try (Stream<Path> files = Files.list(spool)) {
            return files.toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Waits until no connection is open and no file is left. */
    void quiet() {
        TestNode.eventually(() -> meters.get(SmtpMetrics.OPEN).gauge().value() == 0 && files().isEmpty());
    }

    double counted(String name, String... tags) {
        var counter = meters.find(name).tags(tags).counter();
        return counter == null ? 0 : counter.count();
    }

    @Override
    public void close() {
        TestDatabase.await(server.stop());
        TestDatabase.await(vertx.close());
    }

    private static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A mail as a mailbox got it. */
    record Got(MailEnvelope envelope, String text, boolean inFile) {}

    /** Keeps what it gets and says what it is told to. */
    static final class Box implements Mailbox {
        final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
        volatile BiFunction<MailEnvelope, MailSpool, Future<Void>> answer =
                (envelope, mail) -> Future.succeededFuture();

        private final String name;

        Box(String name) {
            this.name = name;
        }

        Got next() throws InterruptedException {
            Got next = got.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no mail came");
            }
            return next;
        }

        @Override
        public String inbox() {
            return name;
        }

        @Override
        public boolean owns(String recipient) {
            return recipient.toLowerCase(Locale.ROOT).matches(name + "(\\+.*)?@mail\\.example\\.com");
        }

        @Override
        public boolean hosts(String domain) {
            return domain.equals("mail.example.com");
        }

        @Override
        public Future<Void> deliver(MailEnvelope envelope, MailSpool mail) {
            Vertx vertx = Vertx.currentContext().owner();
            return vertx.executeBlocking(() -> {
                        try (InputStream in = mail.open()) {
                            byte[] start = in.readNBytes(200_000);
                            long length = start.length + in.transferTo(OutputStreams.NOWHERE);
                            if (length != mail.bytes()) {
                                throw new AssertionError("expected " + mail.bytes() + " bytes, found " + length);
                            }
                            return new Got(
                                    envelope,
                                    new String(start, java.nio.charset.StandardCharsets.ISO_8859_1),
                                    mail.file().isPresent());
                        }
                    })
                    .compose(read -> {
                        got.add(read);
                        return answer.apply(envelope, mail);
                    });
        }
    }

    private static final class OutputStreams {
        static final java.io.OutputStream NOWHERE = java.io.OutputStream.nullOutputStream();
    }

    /** No limit. */
    static final class Open implements Limits {
        @Override
        public Optional<Duration> take(String limit, String subject) {
            return Optional.empty();
        }

        @Override
        public boolean exempt(String peer, boolean forwarded) {
            return false;
        }
    }
}
