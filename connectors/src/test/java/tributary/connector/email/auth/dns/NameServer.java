package tributary.connector.email.auth.dns;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsQuery;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsOpCode;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A small name server on loopback, UDP and TCP: serves what a test puts into it, counts questions, can be broken. */
public final class NameServer implements AutoCloseable {
    private static final int LARGEST_DATAGRAM = 512;

    private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Map<String, List<ByteBuf>> records = new ConcurrentHashMap<>();
    private final Map<String, String> aliases = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();
    public final List<String> questions = new CopyOnWriteArrayList<>();
    private final Channel datagrams;

    public NameServer() throws InterruptedException {
        datagrams = new Bootstrap()
                .group(threads)
                .channel(NioDatagramChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new DatagramDnsQueryDecoder())
                                .addLast(new DatagramDnsResponseEncoder())
                                .addLast(new Datagrams());
                    }
                })
                .bind("127.0.0.1", 0)
                .sync()
                .channel();
        new ServerBootstrap()
                .group(threads)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new TcpDnsQueryDecoder())
                                .addLast(new TcpDnsResponseEncoder())
                                .addLast(new Streams());
                    }
                })
                .bind("127.0.0.1", port())
                .sync();
    }

    public int port() {
        return ((InetSocketAddress) datagrams.localAddress()).getPort();
    }

    public String address() {
        return "127.0.0.1:" + port();
    }

    /** One TXT record, cut into strings of 255 bytes. */
    public NameServer txt(String name, String text) {
        ByteBuf data = Unpooled.buffer();
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at += 255) {
            int length = Math.min(255, bytes.length - at);
            data.writeByte(length).writeBytes(bytes, at, length);
        }
        return add(name, "TXT", data);
    }

    public NameServer a(String name, String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return add(name, bytes.length == 4 ? "A" : "AAAA", Unpooled.wrappedBuffer(bytes));
    }

    public NameServer mx(String name, int preference, String exchanger) {
        return add(name, "MX", name(Unpooled.buffer().writeShort(preference), exchanger));
    }

    public NameServer ptr(String name, String target) {
        return add(name, "PTR", name(Unpooled.buffer(), target));
    }

    public NameServer cname(String name, String target) {
        aliases.put(name, target);
        return this;
    }

    /** Answers SERVFAIL for a name. */
    public NameServer broken(String name) {
        broken.add(name);
        return this;
    }

    /** Never answers for a name. */
    public NameServer silent(String name) {
        silent.add(name);
        return this;
    }

    private NameServer add(String name, String type, ByteBuf data) {
        records.computeIfAbsent(type + " " + name.toLowerCase(Locale.ROOT), key -> new CopyOnWriteArrayList<>())
                .add(data);
        return this;
    }

    private static ByteBuf name(ByteBuf out, String name) {
        for (String label : name.split("\\.", -1)) {
            out.writeByte(label.length()).writeCharSequence(label, StandardCharsets.US_ASCII);
        }
        return out.writeByte(0);
    }

    private boolean answers(DnsQuestion question, DnsResponse response) {
        String name = question.name().toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        questions.add(question.type().name() + " " + name);
        response.addRecord(DnsSection.QUESTION, question);
        String target = aliases.getOrDefault(name, name);
        if (!target.equals(name)) {
            ByteBuf data = name(Unpooled.buffer(), target);
            response.addRecord(
                    DnsSection.ANSWER, new DefaultDnsRawRecord(question.name(), DnsRecordType.CNAME, 60, data));
        }
        List<ByteBuf> found = records.getOrDefault(question.type().name() + " " + target, List.of());
        for (ByteBuf data : found) {
            response.addRecord(
                    DnsSection.ANSWER, new DefaultDnsRawRecord(target + ".", question.type(), 60, data.copy()));
        }
        boolean exists = records.keySet().stream().anyMatch(key -> key.endsWith(" " + target));
        response.setCode(
                broken.contains(name)
                        ? DnsResponseCode.SERVFAIL
                        : exists ? DnsResponseCode.NOERROR : DnsResponseCode.NXDOMAIN);
        return !silent.contains(name);
    }

    private final class Datagrams extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            DatagramDnsResponse response = new DatagramDnsResponse(
                    /* sender= */ query.recipient(), /* recipient= */ query.sender(), query.id());
            response.setRecursionAvailable(true);
            if (!answers(question, response)) {
                response.release();
                return;
            }
            int size = records
                    .getOrDefault(question.type().name() + " " + question.name().replaceFirst("\\.$", ""), List.of())
                    .stream()
                    .mapToInt(ByteBuf::readableBytes)
                    .sum();
            if (size > LARGEST_DATAGRAM) {
                response.clear(DnsSection.ANSWER);
                response.setTruncated(true);
            }
            context.writeAndFlush(response);
        }
    }

    private final class Streams extends SimpleChannelInboundHandler<DefaultDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, DefaultDnsQuery query) {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            DefaultDnsResponse response = new DefaultDnsResponse(query.id(), DnsOpCode.QUERY, DnsResponseCode.NOERROR);
            if (answers(question, response)) {
                context.writeAndFlush(response);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownGracefully();
    }
}
