package tributary.gateway.platform.postgres.backup;

import org.jspecify.annotations.Nullable;

/** A backup or restore did not happen; the message names what to do about it. Nothing half-done is left. */
public final class BackupException extends RuntimeException {

    BackupException(String message) {
        super(message);
    }

    BackupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
