package tributary.gateway.attachment.remote;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jsoup.Jsoup;
import tributary.gateway.attachment.UrlSignature;

/**
 * Addresses of ours for pictures elsewhere: {@code /p/{base64url(address)}?e=&s=}. Signed and short-lived, so that this
 * is no proxy for everybody. Safe on any thread.
 */
public final class PictureLinks {

    /** Names the secret key that signs them. */
    public static final String KEY = "picture-url";

    private static final int MOST = 100;
    private static final int LONGEST = 4096;
    private static final Duration LIFE = Duration.ofMinutes(5);

    private final UrlSignature signature;
    private final Clock clock;

    public PictureLinks(UrlSignature signature, Clock clock) {
        this.signature = signature;
        this.clock = clock;
    }

    /**
     * The remote pictures of a message, each once, in order; at most 100. Takes milliseconds for large mails: use it on a
     * worker.
     *
     * @param html as the cleaner made it
     */
    public List<Link> of(String html) {
        return Jsoup.parseBodyFragment(html).select("img[data-remote-src]").eachAttr("data-remote-src").stream()
                .distinct()
                .limit(MOST)
                .filter(source -> source.length() <= LONGEST)
                .map(source -> new Link(source, signed(source)))
                .toList();
    }

    /** The address behind one of ours; empty if the signature is wrong or too old. */
    public Optional<String> source(String encoded, long expires, String signed) {
        boolean valid =
                expires >= clock.instant().getEpochSecond() && signature.matches(signed, "GET", path(encoded), expires);
        return valid
                ? Optional.of(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private String signed(String source) {
        String path =
                path(Base64.getUrlEncoder().withoutPadding().encodeToString(source.getBytes(StandardCharsets.UTF_8)));
        long expires = clock.instant().plus(LIFE).getEpochSecond();
        return path + "?e=" + expires + "&s=" + signature.sign("GET", path, expires);
    }

    private static String path(String encoded) {
        return "/p/" + encoded;
    }

    /**
     * @param source the picture's own address, as the mail has it
     * @param url a relative one of ours
     */
    public record Link(String source, String url) {}
}
