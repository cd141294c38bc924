package tributary.connector.email.auth.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over a body in its canonical form (RFC 6376 section 3.4.3 and 3.4.4), fed piece by piece. */
final class BodyHash {
    private final boolean relaxed;
    private final MessageDigest digest = sha256();
    private final byte[] out = new byte[8192];
    private int filled;
    private long emptyLines;
    private boolean inLine;
    private boolean space;
    private boolean carriageReturn;
    private boolean anything;

    BodyHash(boolean relaxed) {
        this.relaxed = relaxed;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    void update(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte next = bytes[i];
            if (next == '\n') {
                carriageReturn = false;
                endLine();
            } else {
                if (carriageReturn) {
                    content((byte) '\r');
                }
                carriageReturn = next == '\r';
                if (!carriageReturn) {
                    content(next);
                }
            }
        }
    }

    byte[] finish() {
        if (carriageReturn) {
            content((byte) '\r');
        }
        space = false;
        if (inLine) {
            endLine();
        }
        if (!anything && !relaxed) {
            write('\r');
            write('\n');
        }
        digest.update(out, 0, filled);
        return digest.digest();
    }

    private void content(byte next) {
        if (relaxed && (next == ' ' || next == '\t')) {
            space = true;
            return;
        }
        for (; emptyLines > 0; emptyLines--) {
            write('\r');
            write('\n');
        }
        if (space) {
            write(' ');
            space = false;
        }
        write(next);
        inLine = true;
    }

    /** Empty lines are written only once something follows them: those at the end do not count. */
    private void endLine() {
        space = false;
        if (inLine) {
            write('\r');
            write('\n');
            inLine = false;
        } else {
            emptyLines++;
        }
    }

    private void write(int next) {
        anything = true;
        if (filled == out.length) {
            digest.update(out, 0, filled);
            filled = 0;
        }
        out[filled++] = (byte) next;
    }
}
