package tributary.connector.livechat.rule;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may open the visitor's socket (RFC 6454). Scheme, host and port must be equal; {@code *.} stands for
 * exactly one label. The names of the loopback count as one host. A guard of browsers, not an authentication.
 */
public final class OriginRule {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern ORIGIN =
            Pattern.compile("(https?)://((?:\\*\\.)?[a-z0-9_.-]+|\\[[0-9a-f:.]+])(?::([0-9]{1,5}))?");
    private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]+");

    private final List<Origin> allowed;

    private OriginRule(List<Origin> allowed) {
        this.allowed = allowed;
    }

    /**
     * @param publicUrl its origin is always allowed
     * @param origins further ones, as {@code https://shop.example.com} or {@code https://*.example.com:8443}
     * @throws IllegalArgumentException naming the entry that is no origin
     */
    public static OriginRule of(URI publicUrl, List<String> origins) {
        List<Origin> all = new ArrayList<>();
        String authority = publicUrl.getAuthority() == null ? "" : publicUrl.getAuthority();
        all.add(expect(publicUrl.getScheme() + "://" + authority));
        origins.forEach(origin -> all.add(expect(origin)));
        return new OriginRule(List.copyOf(all));
    }

    /** Whether a page of this origin may connect; an absent, opaque or malformed origin may not. */
    public boolean allows(@Nullable String header) {
        return header != null
                && !header.contains("*")
                && Origin.parse(header).filter(this::isAllowed).isPresent();
    }

    private boolean isAllowed(Origin origin) {
        return allowed.stream().anyMatch(entry -> entry.covers(origin));
    }

    private static Origin expect(String text) {
        return Origin.parse(text.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> new IllegalArgumentException(
                        "expected an origin such as \"https://shop.example.com\", found \"" + text + "\""));
    }

    private record Origin(String scheme, String host, int port) {

        static Optional<Origin> parse(String text) {
            Matcher m = ORIGIN.matcher(text);
            if (!m.matches()) {
                return Optional.empty();
            }
            int standard = m.group(1).equals("https") ? 443 : 80;
            int port = m.group(3) == null ? standard : Integer.parseInt(m.group(3));
            String host = LOOPBACK.contains(m.group(2)) ? "localhost" : m.group(2);
            return Optional.of(new Origin(m.group(1), host, port));
        }

        boolean covers(Origin other) {
            return scheme.equals(other.scheme) && port == other.port && coversHost(other.host);
        }

        private boolean coversHost(String other) {
            if (!host.startsWith("*.")) {
                return host.equals(other);
            }
            String suffix = host.substring(1);
            return other.endsWith(suffix)
                    && LABEL.matcher(other.substring(0, other.length() - suffix.length()))
                            .matches();
        }
    }
}
