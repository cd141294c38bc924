package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.IdentityKey;
import tributary.gateway.platform.postgres.Database;

/** What a customer may know of their own conversations: where their stream stands, and the messages of all their tickets. */
public final class PartyLog {

    private static final String PARTY = """
            select p.id from party p join identity d on d.id = p.identity_id
             where p.inbox_id = $1 and d.kind = $2 and d.scope = $3 and d.value = $4""";

    private static final String STATE = """
            select p.seq, p.read_by_agent, p.read_by_contact, t.number, t.status, a.name as assignee
              from party p
              left join lateral (
                   select number, status, assignee from ticket where party_id = p.id order by number desc limit 1) t on true
              left join agent a on a.id = t.assignee
             where p.id = (""" + PARTY + ")";

    /** A message that came along with a merge, or was moved here, has no place in this party's stream. */
    private static final String HISTORY =
            "select h.*, e.party_seq from (" + MessageTable.SELECT + """
             where t.party_id = (""" + PARTY + """
            )
               and m.direction <> 'note'
               and ($5::uuid is null
                    or (m.received_at, m.id) < (select b.received_at, b.id from message b where b.id = $5))
             order by m.received_at desc, m.id desc
             limit $6) h
              left join ticket_event e
                on e.ticket_id = h.ticket_id and e.seq = h.seq and e.party_id = (""" + PARTY + """
            )
             order by h.received_at desc, h.id desc""";

    private final Database database;

    public PartyLog(Database database) {
        this.database = database;
    }

    /** Empty if this identity never wrote here. */
    public Future<Optional<PartyState>> state(UUID inbox, IdentityKey identity) {
        return database.client()
                .preparedQuery(STATE)
                .execute(Tuple.of(inbox, identity.kind(), identity.scope(), identity.value()))
                .map(rows -> {
                    Optional<PartyState> state = Optional.empty();
                    for (Row row : rows) {
                        state = Optional.of(new PartyState(
                                row.getLong("seq"),
                                row.getUUID("read_by_agent"),
                                row.getUUID("read_by_contact"),
                                row.getLong("number"),
                                row.getString("status"),
                                row.getString("assignee")));
                    }
                    return state;
                });
    }

    /** Messages before one of them, or the newest; oldest first, notes left out. */
    public Future<List<Heard>> history(UUID inbox, IdentityKey identity, @Nullable UUID before, int limit) {
        return database.client()
                .preparedQuery(HISTORY)
                .execute(Tuple.of(inbox, identity.kind(), identity.scope(), identity.value(), before, limit))
                .map(rows -> {
                    List<Heard> messages = new ArrayList<>();
                    rows.forEach(row -> messages.add(new Heard(row.getLong("party_seq"), MessageTable.read(row))));
                    Collections.reverse(messages);
                    return messages;
                });
    }

    /** @param seq its place in the party's stream; null if it came from elsewhere */
    public record Heard(@Nullable Long seq, Message message) {}

    /** @param ticket number of the newest ticket, if there is any */
    public record PartyState(
            long seq,
            @Nullable UUID readByAgent,
            @Nullable UUID readByContact,
            @Nullable Long ticket,
            @Nullable String status,
            @Nullable String assignee) {}
}
