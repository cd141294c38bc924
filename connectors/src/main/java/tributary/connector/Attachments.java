package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Attachment;
import tributary.conversation.AwaitedFile;
import tributary.conversation.PartyKey;

/** Files of an inbox: announced, streamed in, referred to by a message, served by signed, short-lived URLs. */
public interface Attachments {

    /**
     * Announces a file that will be uploaded.
     *
     * @param owner who may upload and use it, for example the visitor's session id
     * @param sha256 expected hash, or null
     * @return the upload's id
     */
    Future<UUID> begin(String inbox, String owner, String name, String type, long bytes, @Nullable Buffer sha256);

    /** What was announced under this id and is still waiting for its bytes. */
    Future<Optional<Attachment>> announced(UUID id);

    /**
     * Streams the announced bytes in; one use. Fails with {@link UploadException} when size, hash or state is wrong, and
     * then keeps nothing.
     */
    Future<Attachment> store(UUID id, ReadStream<Buffer> bytes);

    /**
     * The finished uploads with these ids that this owner made at this inbox and that no message uses yet, or that this
     * external id uses already; in the given order. Missing ones are left out.
     */
    Future<List<Attachment>> ready(String inbox, String owner, List<UUID> ids);

    /**
     * Keeps a file that came within a message, or an awaited one. Safe to repeat under the same id: the first bytes stay.
     *
     * @param id made from the message and the file's place in it, so that reading the message again gives the same
     */
    Future<Attachment> keep(String inbox, UUID id, String name, String type, ReadStream<Buffer> bytes);

    /**
     * Keeps small files that came within a message, all in one go; otherwise as {@link #keep}.
     *
     * @param files at most some hundred KiB each, some MiB together
     */
    Future<Void> keepAll(String inbox, List<Small> files);

    /** The awaited files of an inbox whose bytes nobody has brought and nobody has given up, oldest first. */
    Future<List<Awaited>> awaited(String inbox, int limit);

    /** @param party whose message it belongs to */
    record Awaited(PartyKey party, AwaitedFile file) {}

    /** A stored file, whole. Fails if it is larger than {@code most} bytes or not there. */
    Future<Buffer> bytes(UUID id, long most);

    /** A relative URL from which the file can be read until the time is over. */
    String url(String inbox, Attachment attachment, Duration validFor);

    /** A small file with its bytes; see {@link #keepAll}. */
    record Small(UUID id, String name, String type, Buffer bytes) {}

    /** An upload that was refused; {@code code} is the stable word for it. */
    final class UploadException extends RuntimeException {
        private final String code;

        public UploadException(String code, String message) {
            super(message);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
