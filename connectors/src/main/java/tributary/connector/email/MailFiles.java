package tributary.connector.email;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import tributary.connector.Attachments;
import tributary.connector.ConnectorContext;
import tributary.connector.MailSpool;
import tributary.connector.email.mime.MailPart;

/** Stores the files of one mail, and the mail itself if it is too large for a journal entry: the small ones in one go. */
final class MailFiles {

    private static final String ORIGINAL_NAME = "message.eml";
    private static final String ORIGINAL_TYPE = "message/rfc822";
    private static final int SMALL = 256 * 1024;

    private final ConnectorContext context;
    private final LetterReader letters;
    private final ReadMail read;
    private final FileSpool files;
    private final MailSpool mail;
    private final Optional<UUID> original;

    MailFiles(ConnectorContext context, LetterReader letters, ReadMail read, FileSpool files, MailSpool mail) {
        this.context = context;
        this.letters = letters;
        this.read = read;
        this.files = files;
        this.mail = mail;
        boolean inline = mail.inMemory()
                .filter(bytes -> bytes.length() <= MailRecord.MOST_INLINE)
                .isPresent();
        this.original = inline ? Optional.empty() : Optional.of(letters.fileId(read.hash(), "original"));
    }

    /** The stored file with the mail, as which {@link #keep} keeps it; empty if the mail is small. */
    Optional<UUID> original() {
        return original;
    }

    /** The mail, if it is small. */
    Buffer inline() {
        return original.isPresent() ? Buffer.buffer() : mail.inMemory().orElseGet(Buffer::buffer);
    }

    /** Before the journal knows of the letter, so that it never does without them. Safe to repeat: the ids follow from it. */
    Future<Void> keep() {
        return smallOriginal()
                .compose(small -> context.attachments().keepAll(context.inbox(), small(small)))
                .compose(kept -> Future.join(keepLargeParts(), keepLargeOriginal()))
                .mapEmpty();
    }

    private Future<List<Attachments.Small>> smallOriginal() {
        return original.isEmpty() || mail.bytes() > SMALL
                ? Future.succeededFuture(List.of())
                : whole().map(bytes ->
                        List.of(new Attachments.Small(original.get(), ORIGINAL_NAME, ORIGINAL_TYPE, bytes)));
    }

    private Future<Buffer> whole() {
        return mail.inMemory()
                .map(Future::succeededFuture)
                .orElseGet(() -> context.vertx().executeBlocking(this::readWhole, false));
    }

    private Buffer readWhole() throws IOException {
        try (InputStream bytes = mail.open()) {
            return Buffer.buffer(bytes.readAllBytes());
        }
    }

    private List<Attachments.Small> small(List<Attachments.Small> first) {
        List<Attachments.Small> small = new ArrayList<>(first);
        for (MailPart part : read.mail().parts()) {
            files.inMemory(part.path())
                    .ifPresent(bytes -> small.add(new Attachments.Small(id(part), part.name(), part.type(), bytes)));
        }
        return small;
    }

    private Future<Void> keepLargeParts() {
        Future<Void> kept = Future.succeededFuture();
        for (MailPart part : read.mail().parts()) {
            if (files.inMemory(part.path()).isEmpty()) {
                kept = kept.compose(before -> files.read(
                                part.path(),
                                (path, bytes) -> context.attachments()
                                        .keep(context.inbox(), id(part), part.name(), part.type(), bytes))
                        .mapEmpty());
            }
        }
        return kept;
    }

    private Future<Void> keepLargeOriginal() {
        return original.isEmpty() || mail.bytes() <= SMALL
                ? Future.succeededFuture()
                : MailStreams.of(
                                context.vertx(),
                                mail,
                                bytes -> context.attachments()
                                        .keep(context.inbox(), original.get(), ORIGINAL_NAME, ORIGINAL_TYPE, bytes))
                        .mapEmpty();
    }

    private UUID id(MailPart part) {
        return letters.fileId(read.hash(), part.path());
    }
}
