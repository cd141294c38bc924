package tributary.gateway.contact;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.gateway.platform.postgres.Database;

/** Reads contacts with their identities. */
public final class ContactReadsTable implements ContactReads {

    private static final String VISIBLE = """
             c.id = $1 and ($2::text[] is null
                    or exists (select from identity n join party p on p.identity_id = n.id
                                 join inbox i on i.id = p.inbox_id
                                where n.contact_id = c.id and i.name = any($2))
                    or exists (select from ticket t join inbox i on i.id = t.inbox_id
                                where t.contact_id = c.id and i.name = any($2)))""";

    private static final String SELECT = """
            select c.id, c.name, c.fields, c.created_at,
                   (select jsonb_agg(jsonb_build_object('kind', n.kind, 'scope', n.scope, 'value', n.value,
                                                        'proof', n.proof) order by n.id)
                      from identity n where n.contact_id = c.id) as identities
              from contact c
             where
            """ + VISIBLE;

    private static final String RENAME = "update contact c set name = $3 where " + VISIBLE;

    private final Database database;

    public ContactReadsTable(Database database) {
        this.database = database;
    }

    @Override
    public Future<Optional<Contact>> contact(Optional<Set<String>> visible, UUID id) {
        return database.client()
                .preparedQuery(SELECT)
                .execute(Tuple.of(id).addArrayOfString(array(visible)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(read(rows.iterator().next())));
    }

    @Override
    public Future<Optional<Contact>> rename(Optional<Set<String>> visible, UUID id, String name) {
        return database.client()
                .preparedQuery(RENAME)
                .execute(Tuple.of(id).addArrayOfString(array(visible)).addString(name))
                .compose(renamed -> contact(visible, id));
    }

    private static Contact read(Row row) {
        return new Contact(
                row.getUUID("id"),
                row.getString("name"),
                identities(row.get(JsonArray.class, "identities")),
                row.get(JsonObject.class, "fields"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static List<Contact.Identity> identities(@Nullable JsonArray array) {
        List<Contact.Identity> identities = new ArrayList<>();
        for (int i = 0; array != null && i < array.size(); i++) {
            JsonObject entry = array.getJsonObject(i);
            identities.add(new Contact.Identity(
                    entry.getString("kind"),
                    entry.getString("scope"),
                    entry.getString("value"),
                    entry.getString("proof")));
        }
        return identities;
    }

    private static String @Nullable [] array(Optional<Set<String>> names) {
        return names.map(found -> found.toArray(String[]::new)).orElse(null);
    }
}
