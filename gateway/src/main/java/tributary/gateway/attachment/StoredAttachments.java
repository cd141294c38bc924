package tributary.gateway.attachment;

import com.github.f4b6a3.uuid.UuidCreator;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tributary.connector.Attachments;
import tributary.conversation.Attachment;
import tributary.gateway.attachment.AttachmentTable.Announced;
import tributary.gateway.platform.blobs.Blob;
import tributary.gateway.platform.blobs.BlobStore;

/** Files as rows and blobs. */
public final class StoredAttachments implements Attachments {

    /** Stands for an inbox in the URL of a file that belongs to none yet; no inbox may have this name's meaning. */
    public static final String NO_INBOX = "-";

    /** Names the secret key that signs the URLs. */
    public static final String KEY = "file-url";

    private static final int LONGEST_NAME = 255;
    private static final long STEP_SECONDS = 300;

    private final AttachmentTable table;
    private final BlobStore blobs;
    private final UrlSignature signature;
    private final Clock clock;
    private final long largest;
    private final long largestKept;

    /**
     * @param largest bytes of the largest file taken from people
     * @param largestKept of the largest that comes within a message, such as a mail as a whole
     */
    public StoredAttachments(
            AttachmentTable table,
            BlobStore blobs,
            UrlSignature signature,
            Clock clock,
            long largest,
            long largestKept) {
        this.table = table;
        this.blobs = blobs;
        this.signature = signature;
        this.clock = clock;
        this.largest = largest;
        this.largestKept = largestKept;
    }

    @Override
    public Future<UUID> begin(
            String inbox, String owner, String name, String type, long bytes, @Nullable Buffer sha256) {
        if (bytes > largest) {
            return Future.failedFuture(tooLarge());
        }
        Attachment file = new Attachment(newId(), cleanName(name), cleanType(type), bytes);
        return table.announce(inbox, owner, file, sha256).map(file.id());
    }

    @Override
    public Future<Optional<Attachment>> announced(UUID id) {
        return table.announced(id).map(found -> found.map(Announced::file));
    }

    @Override
    public Future<Attachment> store(UUID id, ReadStream<Buffer> bytes) {
        bytes.pause();
        return table.announced(id)
                .compose(found -> found.map(announced -> store(announced, bytes))
                        .orElseGet(() -> Future.failedFuture(
                                new UploadException("not-found", "no file of this id waits for its bytes"))));
    }

    private Future<Attachment> store(Announced announced, ReadStream<Buffer> bytes) {
        MessageDigest digest = sha256();
        return written(bytes, announced.file().bytes(), piece -> digest.update(piece.getBytes()))
                .compose(blob -> settle(announced, blob, Buffer.buffer(digest.digest())));
    }

    /**
     * Streams in a file that nobody announced.
     *
     * @param owner who may use it, for example {@code agent:<id>}
     * @return the file; fails with {@link UploadException} {@code too-large}
     */
    public Future<Received> receive(String owner, String name, String type, ReadStream<Buffer> bytes) {
        MessageDigest digest = sha256();
        return written(bytes, largest, piece -> digest.update(piece.getBytes())).compose(blob -> {
            Attachment file = new Attachment(newId(), cleanName(name), cleanType(type), blob.bytes());
            Buffer sha256 = Buffer.buffer(digest.digest());
            return table.add(owner, file, sha256, blob).map(new Received(file, sha256));
        });
    }

    @Override
    public Future<Attachment> keep(String inbox, UUID id, String name, String type, ReadStream<Buffer> bytes) {
        bytes.pause();
        return table.file(id)
                .compose(known -> known.map(file -> Future.succeededFuture(file.attachment()))
                        .orElseGet(() -> written(bytes, largestKept, piece -> {})
                                .compose(blob -> {
                                    Attachment file =
                                            new Attachment(id, cleanName(name), cleanType(type), blob.bytes());
                                    return table.keep(inbox, file, blob).map(file);
                                })));
    }

    @Override
    public Future<Void> keepAll(String inbox, List<Small> files) {
        if (files.isEmpty()) {
            return Future.succeededFuture();
        }
        return table.known(files.stream().map(Small::id).toList()).compose(known -> {
            List<Small> fresh =
                    files.stream().filter(file -> !known.contains(file.id())).toList();
            return fresh.isEmpty()
                    ? Future.succeededFuture()
                    : blobs.write(fresh.stream().map(Small::bytes).toList())
                            .compose(written -> table.keepAll(inbox, kept(fresh, written)));
        });
    }

    private static List<AttachmentTable.Kept> kept(List<Small> files, List<Blob> blobs) {
        List<AttachmentTable.Kept> kept = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Small file = files.get(i);
            Attachment cleaned = new Attachment(
                    file.id(),
                    cleanName(file.name()),
                    cleanType(file.type()),
                    file.bytes().length());
            kept.add(new AttachmentTable.Kept(cleaned, blobs.get(i)));
        }
        return kept;
    }

    @Override
    public Future<List<Awaited>> awaited(String inbox, int limit) {
        return table.awaited(inbox, limit);
    }

    @Override
    public Future<Buffer> bytes(UUID id, long most) {
        return table.file(id)
                .compose(found -> found.map(file -> blobs.read(file.blob(), most))
                        .orElseGet(() -> Future.failedFuture("no file is stored under " + id)));
    }

    @Override
    public Future<List<Attachment>> ready(String inbox, String owner, List<UUID> ids) {
        return ids.isEmpty() ? Future.succeededFuture(List.of()) : table.ready(inbox, owner, ids);
    }

    /** The same URL for some minutes, so that a page that asks again finds the file in its cache. */
    @Override
    public String url(String inbox, Attachment attachment, Duration validFor) {
        String path = path(inbox, attachment.id());
        long until = clock.instant().plus(validFor).getEpochSecond();
        long expires = (until / STEP_SECONDS + 1) * STEP_SECONDS;
        return path + "?e=" + expires + "&s=" + signature.sign("GET", path, expires);
    }

    /** @return empty if the signature is wrong or too old, or the file is gone */
    public Future<Optional<StoredFile>> open(String inbox, UUID id, long expires, String signed) {
        boolean valid = expires >= clock.instant().getEpochSecond()
                && signature.matches(signed, "GET", path(inbox, id), expires);
        return valid ? table.file(id) : Future.succeededFuture(Optional.empty());
    }

    public Future<Void> copy(StoredFile file, WriteStream<Buffer> to) {
        return blobs.read(file.blob(), 0, file.attachment().bytes(), to);
    }

    private Future<Attachment> settle(Announced announced, Blob blob, Buffer sha256) {
        Attachment file = announced.file();
        if (blob.bytes() != file.bytes()) {
            return refused("size-mismatch", "expected " + file.bytes() + " bytes, found " + blob.bytes());
        }
        if (announced.sha256().filter(hash -> !hash.equals(sha256)).isPresent()) {
            return refused("hash-mismatch", "the bytes have another SHA-256 than announced");
        }
        return table.stored(file.id(), blob.id())
                .compose(first -> first
                        ? Future.succeededFuture(file)
                        : refused("conflict", "the bytes of this file came already"));
    }

    /** The blob stays behind, used by nothing; the store removes such ones. */
    private static Future<Attachment> refused(String code, String reason) {
        return Future.failedFuture(new UploadException(code, reason));
    }

    private Future<Blob> written(ReadStream<Buffer> bytes, long most, Consumer<Buffer> seen) {
        return blobs.write(bytes, most, seen)
                .recover(failure -> Future.failedFuture(
                        failure instanceof BlobStore.TooLargeException
                                ? new UploadException("too-large", "expected at most " + most + " bytes")
                                : failure));
    }

    private UploadException tooLarge() {
        return new UploadException("too-large", "expected at most " + largest + " bytes");
    }

    private static String path(String inbox, UUID id) {
        return "/u/" + inbox + '/' + id;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static UUID newId() {
        return UuidCreator.getTimeOrderedEpoch();
    }

    /** Without folders and control characters. */
    private static String cleanName(String name) {
        String printable = name.replaceAll("\\p{Cntrl}", "").strip();
        String last = printable.substring(Math.max(printable.lastIndexOf('/'), printable.lastIndexOf('\\')) + 1);
        if (last.isBlank()) {
            return "file";
        }
        return last.length() <= LONGEST_NAME ? last : last.substring(last.length() - LONGEST_NAME);
    }

    private static String cleanType(String type) {
        String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return bare.matches("[\\w.+-]{1,60}/[\\w.+-]{1,100}") ? bare : "application/octet-stream";
    }

    /** @param sha256 of the bytes */
    public record Received(Attachment attachment, Buffer sha256) {}
}
