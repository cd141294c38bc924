package tributary.gateway.contact;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import tributary.conversation.IdentityKey;
import tributary.gateway.platform.postgres.Transaction;

/** What is known of a contact, and how well it is proved. */
public final class ContactTable {

    /** Facts that are identities too; their values are compared by the whole installation. */
    private static final Map<String, String> IDENTITIES = Map.of("email", "email", "phone", "phone", "tel", "phone");

    /** What somebody typed never replaces a name that is there, and never joins two contacts. */
    private static final String CLAIM = """
            update contact
               set fields = fields || $2::jsonb, name = case when name = '' then $3 else name end
             where id = $1""";

    private static final String PROVE = """
            update contact set fields = fields || $2::jsonb, name = case when $3 = '' then name else $3 end
             where id = $1""";

    private static final String ADD_IDENTITY = """
            insert into identity (id, kind, scope, value, proof, contact_id) values ($1, $2, $3, $4, $5, $6)
            on conflict (kind, scope, value) do nothing""";

    private static final String ATTACH = """
            update identity set contact_id = $4 where kind = $1 and scope = $2 and value = $3""";

    private static final String RENAME = "update contact set name = $2 where id = $1";

    private final Supplier<UUID> ids;

    public ContactTable(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /** Keeps what a person said about themselves, as claimed. */
    public Future<Void> claim(Transaction transaction, UUID contact, Map<String, String> facts) {
        return transaction
                .execute(CLAIM, Tuple.of(contact, fields(facts), facts.getOrDefault("name", "")))
                .compose(done -> identities(transaction, contact, facts, "claimed", "claimed:" + contact));
    }

    /** Keeps signed facts; they replace what was there. An address that is another contact's already stays theirs. */
    public Future<Void> prove(Transaction transaction, UUID contact, Map<String, String> facts) {
        return transaction
                .execute(PROVE, Tuple.of(contact, fields(facts), facts.getOrDefault("name", "")))
                .compose(done -> identities(transaction, contact, facts, "verified", ""));
    }

    /** Gives an identity to another contact. */
    public Future<Void> attach(Transaction transaction, IdentityKey identity, UUID contact) {
        return transaction
                .execute(ATTACH, Tuple.of(identity.kind(), identity.scope(), identity.value(), contact))
                .mapEmpty();
    }

    public Future<Void> rename(Transaction transaction, UUID contact, String name) {
        return transaction.execute(RENAME, Tuple.of(contact, name)).mapEmpty();
    }

    private Future<Void> identities(
            Transaction transaction, UUID contact, Map<String, String> facts, String proof, String scope) {
        Future<?> added = Future.succeededFuture();
        for (Map.Entry<String, String> fact : facts.entrySet()) {
            String kind = IDENTITIES.get(fact.getKey());
            if (kind != null && !fact.getValue().isBlank()) {
                Tuple row = Tuple.of(ids.get(), kind, scope, fact.getValue().strip(), proof, contact);
                added = added.compose(before -> transaction.execute(ADD_IDENTITY, row));
            }
        }
        return added.mapEmpty();
    }

    private static JsonObject fields(Map<String, String> facts) {
        JsonObject fields = new JsonObject();
        facts.forEach(fields::put);
        fields.remove("name");
        return fields;
    }
}
