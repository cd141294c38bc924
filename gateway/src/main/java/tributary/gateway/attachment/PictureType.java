package tributary.gateway.attachment;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The picture types that first bytes prove; SVG is none, because it can carry scripts. */
public final class PictureType {

    private PictureType() {}

    /** @param head the first bytes, 12 at least */
    public static Optional<String> of(Buffer head) {
        if (begins(head, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n')) {
            return Optional.of("image/png");
        }
        if (begins(head, 0, 0xff, 0xd8, 0xff)) {
            return Optional.of("image/jpeg");
        }
        if (begins(head, 0, 'G', 'I', 'F', '8', '7', 'a') || begins(head, 0, 'G', 'I', 'F', '8', '9', 'a')) {
            return Optional.of("image/gif");
        }
        return begins(head, 0, 'R', 'I', 'F', 'F') && begins(head, 8, 'W', 'E', 'B', 'P')
                ? Optional.of("image/webp")
                : Optional.empty();
    }

    private static boolean begins(Buffer head, int at, int... signature) {
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
