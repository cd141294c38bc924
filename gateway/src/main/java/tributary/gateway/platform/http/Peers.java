package tributary.gateway.platform.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tributary.connector.WebRoutes.Peer;

/**
 * Tells who is at the other end. Forwarding headers ({@code X-Forwarded-For}, or {@code Forwarded}, RFC 7239) count only
 * when the connection comes from a trusted proxy; then the peer is the rightmost address that is no trusted proxy, because
 * everything left of it may have been invented.
 */
final class Peers {

    private static final List<String> HEADERS = List.of("X-Forwarded-For", "Forwarded", "X-Real-IP");
    private static final Pattern FOR = Pattern.compile("(?i)(?:^|;)\\s*for\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))");
    private static final Pattern PORT = Pattern.compile("^(?:\\[([^\\]]+)](?::[0-9]+)?|([0-9.]+):[0-9]+)$");

    private final List<Cidr> trusted;

    Peers(List<Cidr> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    Peer of(String remote, MultiMap headers) {
        boolean forwarded = HEADERS.stream().anyMatch(headers::contains);
        if (!forwarded || !isTrusted(remote)) {
            return new Peer(remote, forwarded);
        }
        String found = remote;
        List<String> chain = chain(headers);
        for (int i = chain.size() - 1; i >= 0 && isTrusted(found); i--) {
            if (!Cidr.isAddress(chain.get(i))) {
                break;
            }
            found = chain.get(i);
        }
        return new Peer(found, true);
    }

    private boolean isTrusted(String address) {
        return trusted.stream().anyMatch(block -> block.contains(address));
    }

    private static List<String> chain(MultiMap headers) {
        List<String> chain = new ArrayList<>();
        if (headers.contains("X-Forwarded-For")) {
            entries(headers, "X-Forwarded-For").forEach(entry -> chain.add(address(entry)));
        } else {
            for (String entry : entries(headers, "Forwarded")) {
                Matcher named = FOR.matcher(entry);
                chain.add(named.find() ? address(named.group(1) == null ? named.group(2) : named.group(1)) : "unknown");
            }
        }
        return chain;
    }

    private static List<String> entries(MultiMap headers, String name) {
        return List.of(String.join(",", headers.getAll(name)).split(",", -1));
    }

    private static String address(String entry) {
        String bare = entry.strip();
        Matcher withPort = PORT.matcher(bare);
        if (!withPort.matches()) {
            return bare;
        }
        return withPort.group(1) == null ? withPort.group(2) : withPort.group(1);
    }
}
