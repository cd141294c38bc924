package tributary.gateway.platform.postgres.backup;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A backup or restore did not happen; the message names what to do about it. Nothing half-done is left. */
public final class BackupException extends RuntimeException {

    BackupException(String message) {
        super(message);
    }

    BackupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Whether there was no database to talk to. */
    public boolean databaseIsDown() {
        // SQLSTATE class 08: connection exception
        return getCause() instanceof SQLException failure
                && failure.getSQLState() != null
                && failure.getSQLState().startsWith("08");
    }
}
