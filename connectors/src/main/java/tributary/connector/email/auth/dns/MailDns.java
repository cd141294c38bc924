package tributary.connector.email.auth.dns;

import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The node's name servers, asked through Netty's resolver on one thread of its own; answers come back on the caller's
 * Vert.x context.
 *
 * <p>Vert.x's own {@code DnsClient} is not used: it drops what stands behind an alias, so that every key published
 * through a CNAME would be missing; it does not tell which strings belong to which TXT record; and it asks one server
 * without EDNS.
 */
public final class MailDns implements AutoCloseable {
    private static final int MOST_SERVERS = 3;
    private static final int MOST_RECORDS = 200;

    private final Vertx vertx;
    private final DnsConfig config;
    private final AnswerCache cache;
    private @Nullable EventLoopGroup thread;
    private @Nullable DnsNameResolver resolver;
    private List<InetSocketAddress> servers = List.of();
    private boolean closed;

    /** Opens nothing yet: sockets come with the first question. */
    public MailDns(Vertx vertx, DnsConfig config, Clock clock) {
        this.vertx = vertx;
        this.config = config;
        this.cache = new AnswerCache(config.cacheEntries(), clock);
    }

    /** The questions about one mail: they share the configured time from now on. */
    public Lookups forOneMail() {
        resolver();
        return new TimedLookups(this, config.timeout());
    }

    /** Ends the thread and its sockets; open questions fail. */
    @Override
    public synchronized void close() {
        closed = true;
        if (resolver != null) {
            resolver.close();
        }
        if (thread != null) {
            thread.shutdownGracefully();
        }
    }

    Future<List<DnsAnswer>> ask(String name, DnsRecordType type) {
        if (!possible(name)) {
            return Future.succeededFuture(List.of());
        }
        String key = type.name() + " " + name.toLowerCase(Locale.ROOT);
        Optional<List<DnsAnswer>> kept = cache.get(key);
        if (kept.isPresent()) {
            return Future.succeededFuture(kept.get());
        }
        DefaultDnsQuestion question;
        try {
            question = new DefaultDnsQuestion(name, type);
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(List.of());
        }
        return ask(question, 0).onSuccess(answers -> cache.put(key, answers));
    }

    static boolean possible(String name) {
        if (name.isEmpty() || name.length() > 253 || !name.contains(".")) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (label.isEmpty() || label.length() > 63 || label.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                return false;
            }
        }
        return true;
    }

    private Future<List<DnsAnswer>> ask(DefaultDnsQuestion question, int server) {
        return one(question, server)
                .recover(fault ->
                        server + 1 < servers().size() ? ask(question, server + 1) : Future.failedFuture(fault));
    }

    private Future<List<DnsAnswer>> one(DefaultDnsQuestion question, int server) {
        Context context = vertx.getOrCreateContext();
        Promise<List<DnsAnswer>> answered = Promise.promise();
        DnsNameResolver open = resolver();
        if (open == null || servers().isEmpty()) {
            return Future.failedFuture(new DnsTroubleException("no name server to ask"));
        }
        open.query(servers().get(server), question).addListener(done -> {
            List<DnsAnswer> records = null;
            String trouble = "no answer";
            if (done.isSuccess()) {
                @SuppressWarnings("unchecked")
                AddressedEnvelope<DnsResponse, InetSocketAddress> response =
                        (AddressedEnvelope<DnsResponse, InetSocketAddress>) done.getNow();
                DnsResponseCode code = response.content().code();
                trouble = code.toString();
                records = read(response, question.type());
            }
            finish(
                    context,
                    answered,
                    records,
                    question.name() + " " + question.type().name() + ": " + trouble);
        });
        return answered.future();
    }

    private static void finish(
            Context context, Promise<List<DnsAnswer>> answered, @Nullable List<DnsAnswer> records, String trouble) {
        context.runOnContext(go -> {
            if (records == null) {
                answered.fail(new DnsTroubleException(trouble));
            } else {
                answered.complete(records);
            }
        });
    }

    private static @Nullable List<DnsAnswer> read(
            AddressedEnvelope<DnsResponse, InetSocketAddress> response, DnsRecordType type) {
        try {
            DnsResponse content = response.content();
            if (content.code().equals(DnsResponseCode.NXDOMAIN)) {
                return List.of();
            }
            return content.code().equals(DnsResponseCode.NOERROR) ? records(content, type) : null;
        } finally {
            response.release();
        }
    }

    private static List<DnsAnswer> records(DnsResponse content, DnsRecordType type) {
        List<DnsAnswer> records = new ArrayList<>();
        int count = Math.min(content.count(DnsSection.ANSWER), MOST_RECORDS);
        for (int i = 0; i < count; i++) {
            DnsRecord record = content.recordAt(DnsSection.ANSWER, i);
            if (record.type().equals(type)) {
                DnsAnswer.of(record).ifPresent(records::add);
            }
        }
        records.sort(Comparator.comparingInt(DnsAnswer::preference));
        return List.copyOf(records);
    }

    private synchronized List<InetSocketAddress> servers() {
        return servers;
    }

    private synchronized @Nullable DnsNameResolver resolver() {
        if (resolver == null && !closed) {
            servers = config.servers().isEmpty()
                    ? systemServers()
                    : config.servers().stream().map(ServerAddress::parse).toList();
            thread = new MultiThreadIoEventLoopGroup(
                    1, new DefaultThreadFactory("mail-dns", true), NioIoHandler.newFactory());
            resolver = new DnsNameResolverBuilder(thread.next())
                    .datagramChannelType(NioDatagramChannel.class)
                    .socketChannelType(NioSocketChannel.class)
                    .queryTimeoutMillis(Math.max(1, config.timeout().toMillis() / Math.max(1, servers.size())))
                    .optResourceEnabled(true)
                    .maxPayloadSize(1232)
                    .build();
        }
        return closed ? null : resolver;
    }

    private static List<InetSocketAddress> systemServers() {
        DnsServerAddressStream stream =
                DnsServerAddressStreamProviders.platformDefault().nameServerAddressStream("");
        List<InetSocketAddress> found = new ArrayList<>();
        for (int i = 0; i < Math.min(stream.size(), MOST_SERVERS); i++) {
            InetSocketAddress next = stream.next();
            if (!next.isUnresolved()) {
                found.add(next);
            }
        }
        return List.copyOf(found);
    }
}
