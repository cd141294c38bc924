package tributary.gateway.contact;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.platform.postgres.Transaction;

/** Finds parties and makes those that are new: contact, identity and party in one go. */
public final class PartyTable {

    private static final String FIND = """
            select d.id as identity_id, d.kind, d.scope, d.value, d.contact_id, c.name, p.id as party_id
              from jsonb_to_recordset($2::jsonb) as k(kind text, scope text, value text)
              join identity d on d.kind = k.kind and d.scope = k.scope and d.value = k.value
              join contact c on c.id = d.contact_id
              left join party p on p.identity_id = d.id and p.inbox_id = $1""";

    private static final String ADD_CONTACTS = """
            insert into contact (id, name)
            select contact_id, name from jsonb_to_recordset($1::jsonb) as k(contact_id uuid, name text)""";

    private static final String ADD_IDENTITIES = """
            insert into identity (id, kind, scope, value, proof, contact_id)
            select identity_id, kind, scope, value, proof, contact_id
              from jsonb_to_recordset($1::jsonb)
                   as k(identity_id uuid, kind text, scope text, value text, proof text, contact_id uuid)
             order by kind, scope, value""";

    private static final String ADD_PARTIES = """
            insert into party (id, inbox_id, identity_id)
            select party_id, $1, identity_id
              from jsonb_to_recordset($2::jsonb) as k(party_id uuid, identity_id uuid)
             order by identity_id""";

    private static final Comparator<IdentityKey> ORDER = Comparator.comparing(IdentityKey::kind)
            .thenComparing(IdentityKey::scope)
            .thenComparing(IdentityKey::value);

    private final Supplier<UUID> ids;

    public PartyTable(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /**
     * Finds or makes the parties of these identities at an inbox. A race with another transaction over a new identity fails
     * the statement with a unique violation: repeat the transaction.
     *
     * @param names what each identity calls itself; used for a new contact
     */
    public Future<Map<IdentityKey, Party>> resolve(
            Transaction transaction, Inbox inbox, Map<IdentityKey, String> names) {
        return find(transaction, inbox, names.keySet()).compose(known -> {
            List<IdentityKey> strangers = names.keySet().stream()
                    .filter(key -> !known.identities().containsKey(key))
                    .sorted(ORDER)
                    .toList();
            strangers.forEach(key ->
                    known.identities().put(key, new Identity(ids.get(), ids.get(), names.getOrDefault(key, ""))));
            return addStrangers(transaction, known, strangers)
                    .compose(added -> addParties(transaction, inbox, known))
                    .map(added -> known.parties());
        });
    }

    private Future<Known> find(Transaction transaction, Inbox inbox, Collection<IdentityKey> keys) {
        JsonArray wanted = new JsonArray();
        keys.forEach(key -> wanted.add(json(key)));
        return transaction.execute(FIND, Tuple.of(inbox.id(), wanted)).map(rows -> {
            Known known = new Known(new HashMap<>(), new HashMap<>());
            rows.forEach(row -> remember(row, inbox, known));
            return known;
        });
    }

    private static void remember(Row row, Inbox inbox, Known known) {
        IdentityKey key = new IdentityKey(row.getString("kind"), row.getString("scope"), row.getString("value"));
        Identity identity = new Identity(row.getUUID("identity_id"), row.getUUID("contact_id"), row.getString("name"));
        known.identities().put(key, identity);
        UUID party = row.getUUID("party_id");
        if (party != null) {
            known.parties().put(key, identity.at(inbox, key, party));
        }
    }

    private Future<Void> addStrangers(Transaction transaction, Known known, List<IdentityKey> strangers) {
        if (strangers.isEmpty()) {
            return Future.succeededFuture();
        }
        JsonArray rows = new JsonArray();
        for (IdentityKey key : strangers) {
            Identity identity = known.identity(key);
            rows.add(json(key)
                    .put("identity_id", identity.id().toString())
                    .put("contact_id", identity.contactId().toString())
                    .put("name", identity.name())
                    .put("proof", key.kind().equals("user") ? "verified" : "inferred"));
        }
        return transaction
                .execute(ADD_CONTACTS, Tuple.of(rows))
                .compose(done -> transaction.execute(ADD_IDENTITIES, Tuple.of(rows)))
                .mapEmpty();
    }

    private Future<Void> addParties(Transaction transaction, Inbox inbox, Known known) {
        JsonArray rows = new JsonArray();
        known.identities().keySet().stream().sorted(ORDER).forEach(key -> {
            if (!known.parties().containsKey(key)) {
                Identity identity = known.identity(key);
                Party party = identity.at(inbox, key, ids.get());
                known.parties().put(key, party);
                rows.add(new JsonObject()
                        .put("party_id", party.id().toString())
                        .put("identity_id", identity.id().toString()));
            }
        });
        return rows.isEmpty()
                ? Future.succeededFuture()
                : transaction.execute(ADD_PARTIES, Tuple.of(inbox.id(), rows)).mapEmpty();
    }

    private static JsonObject json(IdentityKey key) {
        return new JsonObject()
                .put("kind", key.kind())
                .put("scope", key.scope())
                .put("value", key.value());
    }

    private record Identity(UUID id, UUID contactId, String name) {
        Party at(Inbox inbox, IdentityKey key, UUID party) {
            return new Party(party, new PartyKey(inbox.name(), key), id, contactId, name);
        }
    }

    private record Known(Map<IdentityKey, Identity> identities, Map<IdentityKey, Party> parties) {
        Identity identity(IdentityKey key) {
            Identity identity = identities.get(key);
            if (identity == null) {
                throw new IllegalStateException("identity: expected a resolved one of kind " + key.kind());
            }
            return identity;
        }
    }
}
