package tributary.gateway.contact;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
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
import tributary.gateway.platform.postgres.Columns;
import tributary.gateway.platform.postgres.Transaction;

/** Finds parties and makes those that are new: contact, identity and party in one go. */
public final class PartyTable {

    private static final String FIND = """
            select d.id as identity_id, d.kind, d.scope, d.value, d.contact_id, c.name, p.id as party_id,
                   j.id as joined_id, i.id as joined_identity, i.kind as joined_kind, i.scope as joined_scope,
                   i.value as joined_value
              from unnest($2::text[], $3::text[], $4::text[]) as k(kind, scope, value)
              join identity d on d.kind = k.kind and d.scope = k.scope and d.value = k.value
              join contact c on c.id = d.contact_id
              left join party p on p.identity_id = d.id and p.inbox_id = $1
              left join party j on j.id = p.joined_id
              left join identity i on i.id = j.identity_id""";

    private static final String JOIN = "update party set joined_id = $2 where id = $1";

    private static final String ADD_CONTACTS = """
            insert into contact (id, name)
            select * from unnest($1::uuid[], $2::text[])""";

    private static final String ADD_IDENTITIES = """
            insert into identity (id, kind, scope, value, proof, contact_id)
            select *
              from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[])
                   as k(id, kind, scope, value, proof, contact_id)
             order by kind, scope, value""";

    private static final String ADD_PARTIES = """
            insert into party (id, inbox_id, identity_id)
            select party_id, $1, identity_id
              from unnest($2::uuid[], $3::uuid[]) as k(party_id, identity_id)
             order by identity_id""";

    private static final Comparator<IdentityKey> ORDER = Comparator.comparing(IdentityKey::kind)
            .thenComparing(IdentityKey::scope)
            .thenComparing(IdentityKey::value);

    private final Supplier<UUID> ids;

    public PartyTable(Supplier<UUID> ids) {
        this.ids = ids;
    }

    /**
     * Finds or makes the parties of these identities at an inbox; one that was joined to another is that one. A race with another transaction over a new identity fails
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

    /** From now on whatever comes for the first party is the second one's, also what was on its way. */
    public Future<Void> join(Transaction transaction, UUID party, UUID into) {
        return transaction.execute(JOIN, Tuple.of(party, into)).mapEmpty();
    }

    private Future<Known> find(Transaction transaction, Inbox inbox, Collection<IdentityKey> keys) {
        Columns<IdentityKey> wanted = Columns.of(Tuple.of(inbox.id()), keys)
                .text(IdentityKey::kind)
                .text(IdentityKey::scope)
                .text(IdentityKey::value);
        return transaction.execute(FIND, wanted.arguments()).map(rows -> {
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
        UUID joined = row.getUUID("joined_id");
        if (joined != null) {
            IdentityKey into = new IdentityKey(
                    row.getString("joined_kind"), row.getString("joined_scope"), row.getString("joined_value"));
            Identity owner = new Identity(row.getUUID("joined_identity"), identity.contactId(), identity.name());
            known.parties().put(key, owner.at(inbox, into, joined));
        } else if (party != null) {
            known.parties().put(key, identity.at(inbox, key, party));
        }
    }

    private Future<Void> addStrangers(Transaction transaction, Known known, List<IdentityKey> strangers) {
        if (strangers.isEmpty()) {
            return Future.succeededFuture();
        }
        Columns<IdentityKey> contacts = Columns.of(strangers)
                .uuid(key -> known.identity(key).contactId())
                .text(key -> known.identity(key).name());
        Columns<IdentityKey> identities = Columns.of(strangers)
                .uuid(key -> known.identity(key).id())
                .text(IdentityKey::kind)
                .text(IdentityKey::scope)
                .text(IdentityKey::value)
                .text(key -> key.kind().equals("user") ? "verified" : "inferred")
                .uuid(key -> known.identity(key).contactId());
        return transaction
                .execute(ADD_CONTACTS, contacts.arguments())
                .compose(done -> transaction.execute(ADD_IDENTITIES, identities.arguments()))
                .mapEmpty();
    }

    private Future<Void> addParties(Transaction transaction, Inbox inbox, Known known) {
        List<Party> added = new ArrayList<>();
        known.identities().keySet().stream().sorted(ORDER).forEach(key -> {
            if (!known.parties().containsKey(key)) {
                Party party = known.identity(key).at(inbox, key, ids.get());
                known.parties().put(key, party);
                added.add(party);
            }
        });
        Columns<Party> rows =
                Columns.of(Tuple.of(inbox.id()), added).uuid(Party::id).uuid(Party::identityId);
        return added.isEmpty()
                ? Future.succeededFuture()
                : transaction.execute(ADD_PARTIES, rows.arguments()).mapEmpty();
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
