package tributary.gateway.platform.smtp.spool;

import io.vertx.core.buffer.Buffer;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import tributary.connector.MailSpool;

record StoredMail(long bytes, Optional<Buffer> inMemory, Optional<Path> file) implements MailSpool {

    @Override
    public InputStream open() throws IOException {
        return file.isPresent()
                ? new BufferedInputStream(Files.newInputStream(file.get()))
                : new ByteArrayInputStream(inMemory.orElseGet(Buffer::buffer).getBytes());
    }
}
