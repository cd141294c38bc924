package tributary.gateway.attachment;

import io.vertx.core.buffer.Buffer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import tributary.conversation.Attachment;

/**
 * A file whose bytes are here.
 *
 * @param head its first bytes
 */
public record StoredFile(Attachment attachment, UUID blob, Buffer head) {

    private static final String UNKNOWN = "application/octet-stream";

    /** The type to serve it as: what its first bytes prove for pictures, never a picture's type for anything else. */
    public String servedType() {
        return picture()
                .orElseGet(() -> attachment.type().matches("[\\w.+-]{1,60}/[\\w.+-]{1,100}")
                                && !attachment.type().startsWith("image/")
                        ? attachment.type()
                        : UNKNOWN);
    }

    /** RFC 6266: pictures are shown, the rest is saved; the name also in RFC 8187 form. */
    public String disposition() {
        String plain = attachment.name().replaceAll("[^\\x20-\\x7e]|[\"\\\\%]", "_");
        String encoded =
                URLEncoder.encode(attachment.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return (picture().isPresent() ? "inline" : "attachment") + "; filename=\"" + plain + "\"; filename*=UTF-8''"
                + encoded;
    }

    /** The picture type that the first bytes prove; SVG is none, because it can carry scripts. */
    private Optional<String> picture() {
        if (begins(0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return Optional.of("image/png");
        }
        if (begins(0, 0xff, 0xd8, 0xff)) {
            return Optional.of("image/jpeg");
        }
        if (begins(0, 'G', 'I', 'F', '8', '7', 'a') || begins(0, 'G', 'I', 'F', '8', '9', 'a')) {
            return Optional.of("image/gif");
        }
        return begins(0, 'R', 'I', 'F', 'F') && begins(8, 'W', 'E', 'B', 'P')
                ? Optional.of("image/webp")
                : Optional.empty();
    }

    private boolean begins(int at, int... signature) {
        if (head.length() < at + signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if ((head.getByte(at + i) & 0xff) != signature[i]) {
                return false;
            }
        }
        return true;
    }
}
