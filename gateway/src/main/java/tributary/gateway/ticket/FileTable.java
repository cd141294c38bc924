package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tributary.gateway.platform.postgres.Transaction;

/** The messages of files that a connector brought, or could not bring. */
public final class FileTable {

    private static final String PLACES = """
            select a.id, m.ticket_id from attachment a join message m on m.id = a.message_id
             where a.id = any($1) and a.inbox_id = $2""";

    private static final String MISSING =
            "update attachment set problem = $2 where id = $1 and blob_id is null and message_id is not null";

    private static final String MESSAGE = MessageTable.SELECT + """
             where m.id = (select message_id from attachment where id = $1)""";

    /** The ticket of each file that is a message's, at this inbox. */
    public Future<Map<UUID, UUID>> tickets(Transaction transaction, UUID inbox, Collection<UUID> files) {
        if (files.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return transaction
                .execute(
                        PLACES,
                        Tuple.tuple().addArrayOfUUID(files.toArray(UUID[]::new)).addUUID(inbox))
                .map(rows -> {
                    Map<UUID, UUID> tickets = new HashMap<>();
                    rows.forEach(row -> tickets.put(row.getUUID("id"), row.getUUID("ticket_id")));
                    return tickets;
                });
    }

    /** From now on a file will not come any more. */
    public Future<Void> missing(Transaction transaction, UUID file, String problem) {
        return transaction.execute(MISSING, Tuple.of(file, problem)).mapEmpty();
    }

    /** The message of a file, if it is a message's, with the file as it is now. */
    public Future<Optional<Message>> message(Transaction transaction, UUID file) {
        return transaction
                .execute(MESSAGE, Tuple.of(file))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(MessageTable.read(rows.iterator().next())));
    }
}
