package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Attachment;
import tributary.conversation.Recipient;
import tributary.gateway.platform.postgres.Transaction;

/** The look-ups that agents' commands need inside their transaction. */
final class CommandTable {

    private static final String PLACE = "select id, inbox_id from ticket where number = $1";

    private static final String MESSAGE_PLACE = """
            select t.id, t.inbox_id from message m join ticket t on t.id = m.ticket_id where m.id = $1""";

    private static final String NEWEST_OF_OTHERS = """
            select coalesce(max(seq), 0) as seq from message
             where ticket_id = $1 and (author_id is distinct from $2 or author_kind <> 'agent')""";

    private static final String ATTACHMENTS = """
            select id, name, type, bytes from attachment
             where id = any($1) and owner = $2 and blob_id is not null and message_id is null
             order by array_position($1, id)
               for update""";

    /** Machines do not say where answers go, unless nobody else wrote. */
    private static final String ANSWER_TO = """
            select author_name, author_address, letter from message
             where ticket_id = $1 and direction = 'inbound' and author_address is not null
             order by (letter ->> 'automatic' = 'human') desc, seq desc limit 1""";

    private static final String MESSAGE = MessageTable.SELECT + " where m.id = $1";

    private static final String NEWEST_INBOUND = """
            select id from message
             where ticket_id = $1 and direction = 'inbound' and seq <= $2 order by seq desc limit 1""";

    private static final String READ_BEFORE = """
            select 1 from message known, message wanted
             where known.id = $1 and wanted.id = $2
               and (known.received_at, known.id) >= (wanted.received_at, wanted.id)""";

    private static final String NEWEST_BUT = MessageTable.SELECT + """
             where m.ticket_id = $1 and m.id <> $2 order by m.seq desc limit 1""";

    private static final String OPEN_OF_PARTY = """
            select number from ticket
             where party_id = $1 and id <> $2 and one_open and status not in ('solved', 'closed')""";

    /** Supervisors and administrators see every inbox, others those that were granted. */
    private static final String ASSIGNABLE = """
            select name from agent a
             where a.id = $1 and a.active
               and (a.role <> 'agent'
                    or exists (select from inbox_access x join ticket t on t.inbox_id = x.inbox_id
                                where x.agent_id = a.id and t.id = $2))""";

    private static final String STATE = "select state from outbox where message_id = $1 for update";

    private static final String REMEMBER_MOVE = """
            insert into message_move (id, message_id, from_ticket, to_ticket, actor_id, at)
            values ($1, $2, $3, $4, $5, now())""";

    private static final String NEWEST_MOVE = """
            select id, from_ticket from message_move
             where message_id = $1 and not undone order by at desc limit 1""";

    private static final String UNDO_MOVE = "update message_move set undone = true where id = $1";

    Future<Optional<Place>> ticket(Transaction transaction, long number) {
        return transaction.execute(PLACE, Tuple.of(number)).map(CommandTable::place);
    }

    Future<Optional<Place>> ticketOf(Transaction transaction, UUID message) {
        return transaction.execute(MESSAGE_PLACE, Tuple.of(message)).map(CommandTable::place);
    }

    /** The newest message that somebody else than this agent wrote. */
    Future<Long> newestOfOthers(Transaction transaction, UUID ticket, @Nullable UUID agent) {
        return transaction
                .execute(NEWEST_OF_OTHERS, Tuple.of(ticket, agent))
                .map(rows -> rows.iterator().next().getLong("seq"));
    }

    Future<List<Attachment>> attachments(Transaction transaction, List<UUID> ids, String owner) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        Tuple arguments = Tuple.tuple().addArrayOfUUID(ids.toArray(UUID[]::new)).addString(owner);
        return transaction.execute(ATTACHMENTS, arguments).map(rows -> {
            List<Attachment> found = new ArrayList<>();
            rows.forEach(row -> found.add(new Attachment(
                    row.getUUID("id"), row.getString("name"), row.getString("type"), row.getLong("bytes"))));
            return found;
        });
    }

    /** To whom an answer to a letter goes: where its author wants it, or to the author; empty if there is no letter. */
    Future<List<Recipient>> answerTo(Transaction transaction, UUID ticket) {
        return transaction
                .execute(ANSWER_TO, Tuple.of(ticket))
                .map(rows -> first(rows)
                        .map(row -> LetterJson.answerTo(
                                row.get(JsonObject.class, "letter"),
                                new Recipient(row.getString("author_name"), row.getString("author_address"))))
                        .orElse(List.of()));
    }

    Future<Message> message(Transaction transaction, UUID id) {
        return transaction
                .execute(MESSAGE, Tuple.of(id))
                .map(rows -> MessageTable.read(rows.iterator().next()));
    }

    /** The newest message of a ticket besides one. */
    Future<Optional<Message>> newestBut(Transaction transaction, UUID ticket, UUID message) {
        return transaction
                .execute(NEWEST_BUT, Tuple.of(ticket, message))
                .map(rows -> first(rows).map(MessageTable::read));
    }

    /** The customer's newest message up to a place in the ticket. */
    Future<Optional<UUID>> newestInbound(Transaction transaction, UUID ticket, long upTo) {
        return transaction
                .execute(NEWEST_INBOUND, Tuple.of(ticket, upTo))
                .map(rows -> first(rows).map(row -> row.getUUID("id")));
    }

    /** Whether one message of a customer is another, or came after it, perhaps in another ticket. */
    Future<Boolean> readBefore(Transaction transaction, @Nullable UUID known, UUID wanted) {
        return transaction.execute(READ_BEFORE, Tuple.of(known, wanted)).map(rows -> rows.size() == 1);
    }

    /** The number of another open ticket of this party, where only one may be open. */
    Future<Optional<Long>> openBeside(Transaction transaction, UUID party, UUID ticket) {
        return transaction
                .execute(OPEN_OF_PARTY, Tuple.of(party, ticket))
                .map(rows -> first(rows).map(row -> row.getLong("number")));
    }

    /** The name of an active agent who may see the ticket. */
    Future<Optional<String>> assignable(Transaction transaction, UUID id, UUID ticket) {
        return transaction
                .execute(ASSIGNABLE, Tuple.of(id, ticket))
                .map(rows -> first(rows).map(row -> row.getString("name")));
    }

    Future<Optional<String>> deliveryState(Transaction transaction, UUID message) {
        return transaction
                .execute(STATE, Tuple.of(message))
                .map(rows -> first(rows).map(row -> row.getString("state")));
    }

    void rememberMove(Transaction transaction, UUID id, UUID message, UUID from, UUID to, @Nullable UUID actor) {
        transaction.last(REMEMBER_MOVE, Tuple.of(id, message, from, to, actor));
    }

    Future<Optional<Move>> newestMove(Transaction transaction, UUID message) {
        return transaction
                .execute(NEWEST_MOVE, Tuple.of(message))
                .map(rows -> first(rows).map(row -> new Move(row.getUUID("id"), row.getUUID("from_ticket"))));
    }

    void undone(Transaction transaction, Move move) {
        transaction.last(UNDO_MOVE, Tuple.of(move.id()));
    }

    private static Optional<Place> place(RowSet<Row> rows) {
        return first(rows).map(row -> new Place(row.getUUID("id"), row.getUUID("inbox_id")));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    /** Where a ticket is. */
    record Place(UUID ticket, UUID inbox) {}

    /** A move that may be undone. */
    record Move(UUID id, UUID from) {}
}
