package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Attachment;

/** Files in memory. */
public final class FakeAttachments implements Attachments {
    private final Map<UUID, Attachment> announced = new ConcurrentHashMap<>();
    private final Map<UUID, Buffer> stored = new ConcurrentHashMap<>();
    private final Map<UUID, Attachment> ready = new ConcurrentHashMap<>();

    @Override
    public Future<UUID> begin(
            String inbox, String owner, String name, String type, long bytes, @Nullable Buffer sha256) {
        UUID id = UUID.randomUUID();
        announced.put(id, new Attachment(id, name, type, bytes));
        return Future.succeededFuture(id);
    }

    @Override
    public Future<Optional<Attachment>> announced(UUID id) {
        return Future.succeededFuture(Optional.ofNullable(announced.get(id)));
    }

    @Override
    public Future<Attachment> store(UUID id, ReadStream<Buffer> bytes) {
        Promise<Attachment> done = Promise.promise();
        Buffer all = Buffer.buffer();
        bytes.handler(all::appendBuffer);
        bytes.exceptionHandler(done::tryFail);
        bytes.endHandler(v -> finish(id, all, done));
        bytes.resume();
        return done.future();
    }

    private void finish(UUID id, Buffer all, Promise<Attachment> done) {
        Attachment file = announced.get(id);
        if (file.bytes() != all.length()) {
            done.fail(new UploadException("size-mismatch", "expected " + file.bytes() + " bytes"));
            return;
        }
        announced.remove(id);
        stored.put(id, all);
        ready.put(id, file);
        done.complete(file);
    }

    @Override
    public Future<Attachment> keep(String inbox, UUID id, String name, String type, ReadStream<Buffer> bytes) {
        Promise<Attachment> done = Promise.promise();
        Buffer all = Buffer.buffer();
        bytes.handler(all::appendBuffer);
        bytes.exceptionHandler(done::tryFail);
        bytes.endHandler(v -> {
            stored.putIfAbsent(id, all);
            done.complete(new Attachment(id, name, type, all.length()));
        });
        bytes.resume();
        return done.future();
    }

    /** What {@link #awaited} answers. */
    public final List<Awaited> awaited = new ArrayList<>();

    @Override
    public Future<List<Awaited>> awaited(String inbox, int limit) {
        return Future.succeededFuture(List.copyOf(awaited));
    }

    @Override
    public Future<Void> keepAll(String inbox, List<Small> files) {
        files.forEach(file -> stored.putIfAbsent(file.id(), file.bytes()));
        return Future.succeededFuture();
    }

    @Override
    public Future<Buffer> bytes(UUID id, long most) {
        Buffer found = stored.get(id);
        return found == null || found.length() > most
                ? Future.failedFuture("no file of at most " + most + " bytes")
                : Future.succeededFuture(found);
    }

    @Override
    public Future<List<Attachment>> ready(String inbox, String owner, List<UUID> ids) {
        return Future.succeededFuture(
                ids.stream().filter(ready::containsKey).map(ready::get).toList());
    }

    /** As when a message took it. */
    public void useUp(UUID id) {
        ready.remove(id);
    }

    public Buffer stored(UUID id) {
        return stored.get(id);
    }

    @Override
    public String url(String inbox, Attachment attachment, Duration validFor) {
        return "/u/" + inbox + "/" + attachment.id() + "?e=1767226200&s=sig";
    }
}
