package tributary.connector.wechat.kf;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/** The id that we give to a piece of a message, at most 32 of {@code [0-9a-zA-Z_-]}: the provider reports failures by it. */
final class MessageMark {

    private static final int LENGTH = 22;

    private MessageMark() {}

    static String of(UUID message, int piece) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(message.getMostSignificantBits())
                .putLong(message.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + '-' + piece;
    }

    /** Empty if it is none of ours. */
    static Optional<UUID> read(String mark) {
        if (!mark.matches("[\\w-]{22}-[0-9]{1,3}")) {
            return Optional.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(mark.substring(0, LENGTH)));
        return Optional.of(new UUID(bytes.getLong(), bytes.getLong()));
    }
}
