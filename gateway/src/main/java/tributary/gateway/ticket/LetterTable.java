package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Clue;
import tributary.gateway.platform.postgres.Transaction;

/** Where the clues of letters lead, and who takes part in a ticket. */
public final class LetterTable {

    private static final String PLACES = """
            select 'k' as by, k.key as clue, k.ticket_id from thread_key k where k.inbox_id = $1 and k.key = any($2)
            union all
            select 'm', m.id::text, m.ticket_id from message m join ticket t on t.id = m.ticket_id
             where t.inbox_id = $1 and m.id = any($3)
            union all
            select 't', t.number::text, t.id from ticket t where t.inbox_id = $1 and t.number = any($4)""";

    /** The ticket's own customer, who joined by a signed address, and whom a letter of the ticket names. */
    private static final String PARTICIPANTS = """
            select t.id as ticket_id, w.address
              from unnest($2::text[]) as w(address) join ticket t on t.id = any($1)
             where exists (select 1 from party p join identity d on d.id = p.identity_id
                            where p.id = t.party_id and d.kind = 'email' and d.value = w.address)
                or exists (select 1 from ticket_participant tp join identity d on d.id = tp.identity_id
                            where tp.ticket_id = t.id and d.kind = 'email' and d.value = w.address)
                or exists (select 1 from message m
                            where m.ticket_id = t.id
                              and (m.letter @> jsonb_build_object('to', jsonb_build_array(
                                                    jsonb_build_object('address', w.address)))
                                or m.letter @> jsonb_build_object('cc', jsonb_build_array(
                                                    jsonb_build_object('address', w.address)))))""";

    /** The tickets that these clues lead to. */
    public Future<Places> places(Transaction transaction, UUID inbox, Collection<Clue> clues) {
        if (clues.isEmpty()) {
            return Future.succeededFuture(new Places(Map.of()));
        }
        Set<String> keys = new HashSet<>();
        Set<UUID> messages = new HashSet<>();
        Set<Long> numbers = new HashSet<>();
        for (Clue clue : clues) {
            if (clue.key() != null) {
                keys.add(clue.key());
            } else if (clue.message() != null) {
                messages.add(clue.message());
            } else if (clue.ticket() != null) {
                numbers.add(clue.ticket());
            }
        }
        Tuple wanted = Tuple.of(inbox)
                .addArrayOfString(keys.toArray(String[]::new))
                .addArrayOfUUID(messages.toArray(UUID[]::new))
                .addArrayOfLong(numbers.toArray(Long[]::new));
        return transaction.execute(PLACES, wanted).map(rows -> {
            Map<String, UUID> places = new HashMap<>();
            rows.forEach(row -> places.put(row.getString("by") + row.getString("clue"), row.getUUID("ticket_id")));
            return new Places(places);
        });
    }

    /** Which of these addresses take part in which of these tickets. */
    public Future<Set<Participant>> participants(
            Transaction transaction, Collection<UUID> tickets, Collection<String> addresses) {
        if (tickets.isEmpty() || addresses.isEmpty()) {
            return Future.succeededFuture(Set.of());
        }
        Tuple wanted = Tuple.tuple()
                .addArrayOfUUID(tickets.toArray(UUID[]::new))
                .addArrayOfString(addresses.toArray(String[]::new));
        return transaction.execute(PARTICIPANTS, wanted).map(rows -> {
            Set<Participant> participants = new HashSet<>();
            for (Row row : rows) {
                participants.add(new Participant(row.getUUID("ticket_id"), row.getString("address")));
            }
            return participants;
        });
    }

    /** @param address canonical, as identities have it */
    public record Participant(UUID ticket, String address) {}

    /** Answers of one look-up. */
    public record Places(Map<String, UUID> byClue) {
        public @Nullable UUID of(Clue clue) {
            if (clue.key() != null) {
                return byClue.get("k" + clue.key());
            }
            return clue.message() != null ? byClue.get("m" + clue.message()) : byClue.get("t" + clue.ticket());
        }

        public List<UUID> tickets() {
            return byClue.values().stream().distinct().toList();
        }
    }
}
