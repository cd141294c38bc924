package tributary.gateway.attachment.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tributary.gateway.attachment.UrlSignature;

class PictureLinksTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String HTML = "<img data-remote-src=\"https://a.example/?x&#61;1&amp;y\">"
            + "<img data-remote-src=\"https://a.example/?x&#61;1&amp;y\"><img data-tracker=\"pixel\"><img src=\"/u/-/1\">";

    private final PictureLinks links = at(NOW);

    @Test
    void leadsBackToTheAddressInTheMail() {
        PictureLinks.Link link = links.of(HTML).get(0);

        assertThat(links.of(HTML)).hasSize(1);
        assertThat(link.source()).isEqualTo("https://a.example/?x=1&y");
        assertThat(opened(links, link.url())).contains("https://a.example/?x=1&y");
    }

    @Test
    void leadsNowhereAfterMinutesOrWithAnotherAddress() {
        String url = links.of(HTML).get(0).url();
        String other = url.replaceFirst("/p/[^?]*", "/p/aHR0cHM6Ly9iLmV4YW1wbGUv");

        assertThat(opened(at(NOW.plus(Duration.ofMinutes(6))), url)).isEmpty();
        assertThat(opened(links, other)).isEmpty();
        assertThat(opened(links, url.replaceFirst("e=(\\d+)", "e=9999999999"))).isEmpty();
    }

    private static Optional<String> opened(PictureLinks links, String url) {
        String encoded = url.substring(3, url.indexOf('?'));
        String expires = url.substring(url.indexOf("e=") + 2, url.indexOf("&s="));
        return links.source(encoded, Long.parseLong(expires), url.substring(url.indexOf("&s=") + 3));
    }

    private static PictureLinks at(Instant now) {
        return new PictureLinks(new UrlSignature(new byte[32]), Clock.fixed(now, ZoneOffset.UTC));
    }
}
