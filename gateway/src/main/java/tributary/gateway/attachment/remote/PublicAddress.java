package tributary.gateway.attachment.remote;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tributary.gateway.platform.http.Cidr;

/** Which addresses belong to the public internet (IANA's special-purpose registries, RFC 6890). Pure. */
final class PublicAddress {

    private static final List<Cidr> SPECIAL_IPV4 = parsed(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4");

    /** Of the public range: what is translated or tunnelled to IPv4 may lead anywhere. */
    private static final List<Cidr> SPECIAL_IPV6 = parsed("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    private static final List<Cidr> PUBLIC_IPV6 = parsed("2000::/3");

    private PublicAddress() {}

    static boolean is(InetAddress address) {
        String text = address.getHostAddress();
        return address instanceof Inet4Address
                ? within(SPECIAL_IPV4, text).isEmpty()
                : within(PUBLIC_IPV6, text).isPresent()
                        && within(SPECIAL_IPV6, text).isEmpty();
    }

    private static Optional<Cidr> within(List<Cidr> networks, String address) {
        return networks.stream().filter(network -> network.contains(address)).findFirst();
    }

    private static List<Cidr> parsed(String... texts) {
        return Stream.of(texts).map(text -> Cidr.parse(text).orElseThrow()).toList();
    }
}
