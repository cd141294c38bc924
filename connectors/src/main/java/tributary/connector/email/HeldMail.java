package tributary.connector.email;

import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tributary.connector.MailSpool;

/** A mail that came by another way than the listener. Whoever made it deletes its file. */
record HeldMail(long bytes, Optional<Buffer> inMemory, Optional<Path> file) implements MailSpool {

    static HeldMail of(Buffer bytes) {
        return new HeldMail(bytes.length(), Optional.of(bytes), Optional.empty());
    }

    static HeldMail of(Path file, long bytes) {
        return new HeldMail(bytes, Optional.empty(), Optional.of(file));
    }

    @Override
    public InputStream open() throws IOException {
        return inMemory.isPresent()
                ? new ByteArrayInputStream(inMemory.get().getBytes())
                : Files.newInputStream(file.orElseThrow());
    }
}
