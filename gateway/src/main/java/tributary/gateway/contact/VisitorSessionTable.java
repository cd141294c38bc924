package tributary.gateway.contact;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.connector.VisitorSessions;
import tributary.conversation.IdentityKey;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/**
 * Sessions of visitors. The secrets of a session are kept as generations: using one of generation g forgets all older ones
 * and adds one of g + 1, so that a lost answer, or a second tab with the same secret, never locks a visitor out.
 */
public final class VisitorSessionTable implements VisitorSessions {

    private static final int SECRETS = 10;

    private static final String CREATE = """
            insert into visitor_session (inbox_id, id, kind, scope, value, secrets)
            values ($1, $2, 'visitor', $3, $2, $4)
            on conflict (inbox_id, id) do update set seen_at = now() where visitor_session.secrets @> excluded.secrets
            returning *""";

    private static final String LOCK = """
            select * from visitor_session
             where inbox_id = $1 and id = $2 and seen_at > now() - interval '30 days'
               for update""";

    private static final String TURN = """
            update visitor_session set secrets = $3, seen_at = now() where inbox_id = $1 and id = $2""";

    /** The first session's name stays; whoever comes later reads it. */
    private static final String USE_UP = """
            insert into visitor_proof (inbox_id, id, session, until) values ($1, $2, $3, $4)
            on conflict (inbox_id, id) do update set until = visitor_proof.until
            returning session""";

    private static final String BIND = """
            update visitor_session set kind = $3, scope = $4, value = $5, subject = $6
             where inbox_id = $1 and id = $2
            returning *""";

    private static final String FORM_DONE =
            "update visitor_session set form_done = true where inbox_id = $1 and id = $2";

    private static final String END = "delete from visitor_session where inbox_id = $1 and id = $2";

    private static final String SWEEP_PROOFS = "delete from visitor_proof where until < now()";

    private static final String SWEEP = "delete from visitor_session where seen_at < now() - interval '31 days'";

    private final Database database;
    private final InboxDirectory inboxes;

    public VisitorSessionTable(Database database, InboxDirectory inboxes) {
        this.database = database;
        this.inboxes = inboxes;
    }

    @Override
    public Future<Session> create(String inbox, String id, Buffer secretHash) {
        JsonArray secrets = new JsonArray().add(secret(0, secretHash));
        return database.client()
                .preparedQuery(CREATE)
                .execute(Tuple.of(id(inbox), id, inbox, secrets))
                .compose(rows -> rows.size() == 1
                        ? Future.succeededFuture(session(rows.iterator().next()))
                        : Future.failedFuture(new IllegalStateException("session: the id is taken")));
    }

    @Override
    public Future<Optional<Session>> resume(String inbox, String id, Buffer secretHash, Buffer nextSecretHash) {
        return database.transaction(transaction -> transaction
                .execute(LOCK, Tuple.of(id(inbox), id))
                .compose(rows -> rows.size() == 0
                        ? Future.succeededFuture(Optional.<Session>empty())
                        : turn(transaction, inbox, rows.iterator().next(), secretHash, nextSecretHash)));
    }

    private Future<Optional<Session>> turn(Transaction transaction, String inbox, Row row, Buffer used, Buffer next) {
        JsonArray secrets = row.get(JsonArray.class, "secrets");
        int generation = generationOf(secrets, used);
        if (generation < 0) {
            return Future.succeededFuture(Optional.empty());
        }
        JsonArray kept = new JsonArray().add(secret(generation + 1, next));
        for (int i = 0; i < secrets.size() && kept.size() < SECRETS; i++) {
            JsonObject secret = secrets.getJsonObject(i);
            if (secret.getInteger("g") >= generation) {
                kept.add(secret);
            }
        }
        transaction.last(TURN, Tuple.of(id(inbox), row.getString("id"), kept));
        return Future.succeededFuture(Optional.of(session(row)));
    }

    @Override
    public Future<Boolean> useUp(String inbox, String id, String proof, Instant until) {
        return database.client()
                .preparedQuery(USE_UP)
                .execute(Tuple.of(id(inbox), proof, id, until.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getString("session").equals(id));
    }

    @Override
    public Future<Session> bind(String inbox, String id, IdentityKey identity, @Nullable String subject) {
        return database.client()
                .preparedQuery(BIND)
                .execute(Tuple.of(id(inbox), id, identity.kind(), identity.scope(), identity.value(), subject))
                .map(rows -> session(rows.iterator().next()));
    }

    @Override
    public Future<Void> formDone(String inbox, String id) {
        return run(FORM_DONE, inbox, id);
    }

    @Override
    public Future<Void> end(String inbox, String id) {
        return run(END, inbox, id);
    }

    /** Forgets sessions that nobody can resume any more, and proofs that have expired. */
    public Future<Void> sweep() {
        return Future.join(
                        database.client().query(SWEEP).execute(),
                        database.client().query(SWEEP_PROOFS).execute())
                .mapEmpty();
    }

    private Future<Void> run(String sql, String inbox, String id) {
        return database.client()
                .preparedQuery(sql)
                .execute(Tuple.of(id(inbox), id))
                .mapEmpty();
    }

    private Object id(String inbox) {
        return inboxes.named(inbox).orElseThrow().id();
    }

    private static int generationOf(JsonArray secrets, Buffer used) {
        for (int i = 0; i < secrets.size(); i++) {
            JsonObject secret = secrets.getJsonObject(i);
            byte[] stored = HexFormat.of().parseHex(secret.getString("h"));
            if (MessageDigest.isEqual(stored, used.getBytes())) {
                return secret.getInteger("g");
            }
        }
        return -1;
    }

    private static JsonObject secret(int generation, Buffer hash) {
        return new JsonObject().put("g", generation).put("h", HexFormat.of().formatHex(hash.getBytes()));
    }

    private static Session session(Row row) {
        return new Session(
                row.getString("id"),
                new IdentityKey(row.getString("kind"), row.getString("scope"), row.getString("value")),
                row.getString("subject"),
                row.getBoolean("form_done"));
    }
}
