package tributary.connector.email.auth.dns;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsPtrRecord;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One record of an answer.
 *
 * @param text of TXT the joined strings, of MX and PTR the name without its last dot, of addresses nothing
 * @param address of A and AAAA
 * @param preference of MX
 */
record DnsAnswer(String text, Optional<InetAddress> address, int preference, long ttlSeconds) {
    private static final int LONGEST_TEXT = 16_384;

    /** What we can read; nothing for a record that breaks its own format. */
    static Optional<DnsAnswer> of(DnsRecord record) {
        try {
            return Optional.ofNullable(read(record));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static @Nullable DnsAnswer read(DnsRecord record) {
        DnsRecordType type = record.type();
        if (record instanceof DnsPtrRecord pointer) {
            return new DnsAnswer(name(pointer.hostname()), Optional.empty(), 0, record.timeToLive());
        }
        if (!(record instanceof DnsRawRecord raw)) {
            return null;
        }
        ByteBuf data = raw.content().duplicate();
        if (type.equals(DnsRecordType.TXT)) {
            return new DnsAnswer(strings(data), Optional.empty(), 0, record.timeToLive());
        }
        if (type.equals(DnsRecordType.MX)) {
            int preference = data.readUnsignedShort();
            return new DnsAnswer(
                    name(DefaultDnsRecordDecoder.decodeName(data)), Optional.empty(), preference, record.timeToLive());
        }
        byte[] bytes = new byte[type.equals(DnsRecordType.A) ? 4 : 16];
        if (data.readableBytes() != bytes.length) {
            return null;
        }
        data.readBytes(bytes);
        return new DnsAnswer("", Optional.of(ServerAddress.address(bytes)), 0, record.timeToLive());
    }

    private static String strings(ByteBuf data) {
        StringBuilder text = new StringBuilder();
        while (data.isReadable() && text.length() < LONGEST_TEXT) {
            int length = data.readUnsignedByte();
            text.append(data.readCharSequence(length, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static String name(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }
}
