package tributary.gateway.attachment.remote;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tributary.config.DataSize;
import tributary.gateway.platform.http.Cidr;

/**
 * Bounds of the proxy for pictures in mails.
 *
 * @param enabled whether agents can have such pictures at all
 * @param max bytes of the largest picture
 * @param timeout time for one picture, redirects included
 * @param allow private networks whose machines may be asked all the same, on any port
 */
public record RemotePicturesConfig(Boolean enabled, DataSize max, Duration timeout, List<String> allow) {

    public static final RemotePicturesConfig DEFAULT =
            new RemotePicturesConfig(true, DataSize.ofMebibytes(5), Duration.ofSeconds(10), List.of());

    public RemotePicturesConfig {
        enabled = enabled == null || enabled;
        max = max == null ? DataSize.ofMebibytes(5) : max;
        timeout = timeout == null ? Duration.ofSeconds(10) : timeout;
        allow = allow == null ? List.of() : List.copyOf(allow);
        networks(allow);
        if (max.bytes() < 1 || max.bytes() > DataSize.ofMebibytes(25).bytes()) {
            throw new IllegalArgumentException("max: expected at most 25MiB, found " + max);
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("timeout: expected at most 1m, found " + timeout.toSeconds() + "s");
        }
    }

    List<Cidr> networks() {
        return networks(allow);
    }

    private static List<Cidr> networks(List<String> texts) {
        List<Cidr> networks = new ArrayList<>();
        for (String text : texts) {
            networks.add(Cidr.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException(
                            "allow: expected an address or a range such as \"10.0.0.0/8\", found \"" + text + '"')));
        }
        return networks;
    }
}
