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

    private Optional<String> picture() {
        return PictureType.of(head);
    }
}
