package tributary.connector.email.imap;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * How far a mailbox was read.
 *
 * @param validity the mailbox's UIDVALIDITY: with another one, uids mean other mails
 * @param uid the last uid that was taken
 */
record Place(long validity, long uid) {

    static final Place NOWHERE = new Place(0, 0);

    Place at(long next) {
        return new Place(validity, Math.max(uid, next));
    }

    Buffer encoded() {
        return new JsonObject().put("validity", validity).put("uid", uid).toBuffer();
    }

    /** What cannot be read is as if nothing had been written. */
    static Place of(Buffer bytes) {
        try {
            JsonObject json = bytes.toJsonObject();
            return new Place(json.getLong("validity", 0L), json.getLong("uid", 0L));
        } catch (DecodeException | ClassCastException e) {
            return NOWHERE;
        }
    }
}
