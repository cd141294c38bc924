package tributary.gateway.intake;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import tributary.gateway.platform.postgres.Columns;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;

/** SQL of the parts that wait for the rest of their message. */
final class MessagePartTable {

    private static final String WAITING = """
            select p.party, p.assembly, p.number, p.journal_id, p.code_units, p.sent_at
              from message_part p
             where p.inbox_id = $1
               and (p.party, p.assembly) in (select * from unnest($2::text[], $3::text[]))
             order by p.party, p.assembly, p.number""";

    private static final String USED = "select journal_id from message_source where journal_id = any($1)";

    private static final String REMOVE = "delete from message_part where journal_id = any($1)";

    private static final String ADD = """
            insert into message_part (inbox_id, party, assembly, number, journal_id, code_units, sent_at)
            select $1, * from unnest($2::text[], $3::text[], $4::integer[], $5::uuid[], $6::text[], $7::timestamptz[])""";

    private static final String SOURCES = """
            insert into message_source (journal_id, message_id)
            select * from unnest($1::uuid[], $2::uuid[])""";

    /** The newest part stands for its message: it is processed once more, and then makes the message out of what is there. */
    private static final String RELEASE_OVERDUE = """
            with overdue as (
                select inbox_id, (array_agg(journal_id order by at desc, number desc))[1] as journal_id
                  from message_part
                 group by inbox_id, party, assembly
                having max(at) < now() - $1::bigint * interval '1 millisecond')
            insert into journal_pending (inbox_id, journal_id)
            select o.inbox_id, o.journal_id from overdue o
             where not exists (select 1 from journal_pending p where p.journal_id = o.journal_id)""";

    /** The parts that wait, of these assemblies. */
    Future<List<Part>> waiting(Transaction transaction, UUID inbox, Collection<Part> of) {
        Tuple wanted = Columns.of(Tuple.of(inbox), List.copyOf(of))
                .text(Part::party)
                .text(Part::assembly)
                .arguments();
        return transaction.execute(WAITING, wanted).map(rows -> {
            List<Part> parts = new ArrayList<>();
            rows.forEach(row -> parts.add(read(row)));
            return parts;
        });
    }

    /** Which of these journal entries are in a message already. */
    Future<Set<UUID>> used(Transaction transaction, Collection<UUID> journal) {
        return transaction
                .execute(USED, Tuple.tuple().addArrayOfUUID(journal.toArray(UUID[]::new)))
                .map(rows -> {
                    Set<UUID> used = new HashSet<>();
                    rows.forEach(row -> used.add(row.getUUID("journal_id")));
                    return used;
                });
    }

    Future<Void> change(Transaction transaction, UUID inbox, Collection<UUID> gone, Collection<Part> come) {
        Future<Void> removed = gone.isEmpty()
                ? Future.succeededFuture()
                : transaction
                        .execute(REMOVE, Tuple.tuple().addArrayOfUUID(gone.toArray(UUID[]::new)))
                        .mapEmpty();
        return come.isEmpty()
                ? removed
                : removed.compose(done -> transaction
                        .execute(
                                ADD,
                                Columns.of(Tuple.of(inbox), List.copyOf(come))
                                        .text(Part::party)
                                        .text(Part::assembly)
                                        .integer(Part::number)
                                        .uuid(Part::journalId)
                                        .text(Part::codeUnits)
                                        .time(Part::sentAt)
                                        .arguments())
                        .mapEmpty());
    }

    /** Says which further journal entries a message came from, when the transaction commits. */
    void sources(Transaction transaction, List<Source> sources) {
        if (!sources.isEmpty()) {
            transaction.last(
                    SOURCES,
                    Columns.of(sources)
                            .uuid(Source::journalId)
                            .uuid(Source::message)
                            .arguments());
        }
    }

    /** Has messages made of what is there, where nothing more came for a while. */
    Future<Void> releaseOverdue(Database database, Duration idle) {
        return database.client()
                .preparedQuery(RELEASE_OVERDUE)
                .execute(Tuple.of(idle.toMillis()))
                .mapEmpty();
    }

    private static Part read(Row row) {
        return new Part(
                row.getString("party"),
                row.getString("assembly"),
                row.getInteger("number"),
                row.getUUID("journal_id"),
                row.getString("code_units"),
                row.getOffsetDateTime("sent_at").toInstant());
    }

    record Part(String party, String assembly, int number, UUID journalId, String codeUnits, Instant sentAt) {}

    record Source(UUID journalId, UUID message) {}
}
