package tributary.connector.email.auth.dns;

import io.netty.handler.codec.dns.DnsRecordType;
import io.vertx.core.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** The questions about one mail, all within one time. */
final class TimedLookups implements Lookups {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final MailDns dns;
    private final long endNanos;

    TimedLookups(MailDns dns, Duration time) {
        this.dns = dns;
        this.endNanos = System.nanoTime() + time.toNanos();
    }

    @Override
    public Future<List<String>> txt(String name) {
        return ask(name, DnsRecordType.TXT).map(TimedLookups::texts);
    }

    @Override
    public Future<List<InetAddress>> addresses(String name, boolean six) {
        return ask(name, six ? DnsRecordType.AAAA : DnsRecordType.A)
                .map(found -> found.stream()
                        .flatMap(answer -> answer.address().stream())
                        .toList());
    }

    @Override
    public Future<List<String>> mx(String name) {
        return ask(name, DnsRecordType.MX).map(TimedLookups::texts);
    }

    @Override
    public Future<List<String>> names(InetAddress address) {
        return ask(reverse(address), DnsRecordType.PTR).map(TimedLookups::texts);
    }

    private Future<List<DnsAnswer>> ask(String name, DnsRecordType type) {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        if (leftMs <= 0) {
            return Future.failedFuture(new DnsTroubleException(name + " " + type.name() + ": out of time"));
        }
        return dns.ask(name, type)
                .timeout(leftMs, TimeUnit.MILLISECONDS)
                .recover(fault -> Future.failedFuture(
                        fault instanceof DnsTroubleException
                                ? fault
                                : new DnsTroubleException(name + " " + type.name() + ": out of time")));
    }

    private static List<String> texts(List<DnsAnswer> found) {
        return found.stream().map(DnsAnswer::text).toList();
    }

    /** RFC 1035 section 3.5 and RFC 3596 section 2.5. */
    static String reverse(InetAddress address) {
        byte[] bytes = address.getAddress();
        StringBuilder name = new StringBuilder();
        for (int i = bytes.length - 1; i >= 0; i--) {
            if (address instanceof Inet4Address) {
                name.append(String.format(Locale.ROOT, "%d.", bytes[i] & 0xff));
            } else {
                name.append(HEX[bytes[i] & 0xf])
                        .append('.')
                        .append(HEX[(bytes[i] >> 4) & 0xf])
                        .append('.');
            }
        }
        return name.append(address instanceof Inet4Address ? "in-addr.arpa" : "ip6.arpa")
                .toString();
    }
}
