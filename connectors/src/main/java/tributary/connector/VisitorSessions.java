package tributary.connector;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.conversation.IdentityKey;

/**
 * Durable sessions of people without an account. A session is reached only by its secret; secrets are stored as SHA-256
 * and turn over: each resume hands out a new one, and the one used (with its siblings) stays good until a newer one is
 * first used, because the answer that carries a new secret may be lost.
 */
public interface VisitorSessions {

    /** Writes a new session; a session that exists already under the same id and secret is left as it is. */
    Future<Session> create(String inbox, String id, Buffer secretHash);

    /**
     * Finds a session by id and secret and stores the hash of the next secret.
     *
     * @return empty if the id is unknown, the secret wrong or the session too old, without saying which
     */
    Future<Optional<Session>> resume(String inbox, String id, Buffer secretHash, Buffer nextSecretHash);

    /**
     * Uses up a proof that is good for one session.
     *
     * @param proof its id
     * @param until when it need not be remembered any more
     * @return whether it is this session's: nobody had used it, or this session had
     */
    Future<Boolean> useUp(String inbox, String id, String proof, Instant until);

    /** From now on the session speaks for this identity. */
    Future<Session> bind(String inbox, String id, IdentityKey identity, @Nullable String subject);

    /** Remembers the values of a submitted pre-chat form, so that it is not asked again. */
    Future<Void> formDone(String inbox, String id);

    /** Ends the session; its secrets are worthless from now on. */
    Future<Void> end(String inbox, String id);

    /**
     * @param id public id of the session
     * @param identity who it speaks for: the visitor itself, or the user it was bound to
     * @param subject the signed subject it was bound to, if any
     * @param formDone whether the pre-chat form was filled in
     */
    record Session(
            String id, IdentityKey identity, @Nullable String subject, boolean formDone) {}
}
