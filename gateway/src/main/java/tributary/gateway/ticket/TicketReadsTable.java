package tributary.gateway.ticket;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.gateway.platform.postgres.Database;

/** Reads tickets and messages in snapshots. */
public final class TicketReadsTable implements TicketReads {

    private static final int OF_CONTACT = 100;
    private static final int SEARCHED = 10_000;

    private static final String HEADS = """
            select i.name, s.position from inbox_stream s join inbox i on i.id = s.inbox_id
             where $1::text[] is null or i.name = any($1)""";

    private static final String ONE =
            TicketTable.SELECT + " where t.number = $1 and ($2::text[] is null or i.name = any($2))";

    private static final String OF_CONTACT_NEWEST = TicketTable.SELECT + """
             where t.contact_id = $1 and ($2::text[] is null or i.name = any($2))
             order by t.number desc limit $3""";

    private static final String FORWARDS =
            MessageTable.SELECT + " where t.number = $1 and m.seq > $2 order by m.seq limit $3";

    private static final String BACKWARDS =
            MessageTable.SELECT + " where t.number = $1 and m.seq < $2 order by m.seq desc limit $3";

    private static final String HTML = """
            select m.html
              from message m
              join ticket t on t.id = m.ticket_id
              join inbox i on i.id = t.inbox_id
             where m.id = $1 and ($2::text[] is null or i.name = any($2))""";

    private static final String RAW = """
            select i.name, j.raw
              from message m
              join ticket t on t.id = m.ticket_id
              join inbox i on i.id = t.inbox_id
              join message_source s on s.message_id = m.id
              join journal j on j.id = s.journal_id
             where m.id = $1 and ($2::text[] is null or i.name = any($2))
             order by j.id
             limit 1""";

    private final Database database;

    public TicketReadsTable(Database database) {
        this.database = database;
    }

    @Override
    public Future<TicketPage> tickets(Filter filter, Optional<After> after, int limit) {
        Query query = new Query();
        query.filter(filter, after);
        String sql = query.sql(filter.text(), limit + 1);
        return database.snapshot(connection -> connection
                .preparedQuery(sql)
                .execute(query.arguments)
                .map(TicketReadsTable::tickets)
                .compose(found -> heads(connection, filter.visible()).map(heads -> page(found, limit, heads))));
    }

    @Override
    public Future<Optional<TicketView>> ticket(Optional<Set<String>> visible, long number) {
        return database.snapshot(connection -> view(connection, visible, number));
    }

    @Override
    public Future<Optional<MessagePage>> messages(Optional<Set<String>> visible, long number, Window window) {
        return database.snapshot(connection -> view(connection, visible, number)
                .compose(view -> view.map(
                                found -> messages(connection, found, window).map(Optional::of))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty()))));
    }

    @Override
    public Future<Optional<String>> html(Optional<Set<String>> visible, UUID message) {
        return database.client()
                .preparedQuery(HTML)
                .execute(Tuple.of(message).addArrayOfString(array(visible)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Optional.ofNullable(rows.iterator().next().getString("html"))
                                .orElse("")));
    }

    @Override
    public Future<Optional<Raw>> raw(Optional<Set<String>> visible, UUID message) {
        return database.client()
                .preparedQuery(RAW)
                .execute(Tuple.of(message).addArrayOfString(array(visible)))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next())
                                .map(row -> new Raw(row.getString("name"), row.getBuffer("raw"))));
    }

    @Override
    public Future<List<Ticket>> ofContact(Optional<Set<String>> visible, UUID contact) {
        return database.client()
                .preparedQuery(OF_CONTACT_NEWEST)
                .execute(Tuple.of(contact).addArrayOfString(array(visible)).addInteger(OF_CONTACT))
                .map(TicketReadsTable::tickets);
    }

    private static Future<Optional<TicketView>> view(
            SqlConnection connection, Optional<Set<String>> visible, long number) {
        Tuple arguments = Tuple.of(number).addArrayOfString(array(visible));
        return connection.preparedQuery(ONE).execute(arguments).compose(rows -> {
            if (rows.size() == 0) {
                return Future.succeededFuture(Optional.empty());
            }
            Ticket ticket = TicketTable.read(rows.iterator().next());
            return heads(connection, Optional.of(Set.of(ticket.inbox())))
                    .map(heads -> Optional.of(new TicketView(ticket, with(heads, ticket))));
        });
    }

    private static Future<MessagePage> messages(SqlConnection connection, TicketView view, Window window) {
        return connection
                .preparedQuery(window.backwards() ? BACKWARDS : FORWARDS)
                .execute(Tuple.of(view.ticket().number(), window.seq(), window.limit() + 1))
                .map(rows -> {
                    List<Message> messages = new ArrayList<>();
                    rows.forEach(row -> messages.add(MessageTable.read(row)));
                    boolean more = messages.size() > window.limit();
                    List<Message> shown = more ? messages.subList(0, window.limit()) : messages;
                    if (window.backwards()) {
                        Collections.reverse(shown);
                    }
                    return new MessagePage(shown, more, view.heads());
                });
    }

    private static TicketPage page(List<Ticket> found, int limit, Map<String, Long> heads) {
        boolean more = found.size() > limit;
        List<Ticket> shown = more ? found.subList(0, limit) : found;
        Optional<After> next = more
                ? Optional.of(new After(
                        shown.get(limit - 1).updatedAt(), shown.get(limit - 1).number()))
                : Optional.empty();
        return new TicketPage(shown, next, heads);
    }

    private static Future<Map<String, Long>> heads(SqlConnection connection, Optional<Set<String>> visible) {
        return connection
                .preparedQuery(HEADS)
                .execute(Tuple.tuple().addArrayOfString(array(visible)))
                .map(rows -> {
                    Map<String, Long> heads = new HashMap<>();
                    rows.forEach(row -> heads.put("inbox:" + row.getString("name"), row.getLong("position")));
                    return heads;
                });
    }

    private static Map<String, Long> with(Map<String, Long> heads, Ticket ticket) {
        Map<String, Long> all = new HashMap<>(heads);
        all.put("ticket:" + ticket.number(), ticket.seq());
        return all;
    }

    private static List<Ticket> tickets(RowSet<Row> rows) {
        List<Ticket> tickets = new ArrayList<>();
        rows.forEach(row -> tickets.add(TicketTable.read(row)));
        return tickets;
    }

    private static String @Nullable [] array(Optional<Set<String>> names) {
        return names.map(found -> found.toArray(String[]::new)).orElse(null);
    }

    /** The conditions of one list: only those that were asked for, so that the indexes of activity serve. */
    private static final class Query {

        private final List<String> conditions = new ArrayList<>();
        private final Tuple arguments = Tuple.tuple();

        void filter(Filter filter, Optional<After> after) {
            filter.visible().ifPresent(names -> add("i.name = any($%d)", names.toArray(String[]::new)));
            if (!filter.statuses().isEmpty()) {
                add(
                        "t.status = any($%d)",
                        filter.statuses().stream().map(Status::word).toArray(String[]::new));
            }
            filter.inbox().ifPresent(name -> add("i.name = $%d", name));
            filter.assignee().ifPresent(this::assignee);
            after.ifPresent(place -> {
                String number = place(place.number());
                add(
                        "(t.updated_at, t.number) < ($%d, " + number + ")",
                        place.updatedAt().atOffset(ZoneOffset.UTC));
            });
        }

        String sql(Optional<String> text, int limit) {
            String select = TicketTable.SELECT + where();
            String order = " order by t.updated_at desc, t.number desc limit ";
            if (text.isEmpty()) {
                return select + order + place(limit);
            }
            String newest = "select t.id from ticket t join inbox i on i.id = t.inbox_id" + where() + order + SEARCHED;
            String words = words(text.get());
            return TicketTable.SELECT + " where t.id in (" + newest + ") and " + words + order + place(limit);
        }

        private void assignee(Assignee assignee) {
            assignee.agent()
                    .ifPresentOrElse(id -> add("t.assignee = $%d", id), () -> conditions.add("t.assignee is null"));
        }

        /** No index helps two Chinese characters in the middle of a text, so the number of tickets looked at is bounded. */
        private String words(String text) {
            String pattern = place("%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%");
            String number = text.matches("#?[0-9]{1,18}")
                    ? "t.number = " + place(Long.parseLong(text.replace("#", ""))) + " or "
                    : "";
            return "(" + number + "t.subject ilike " + pattern + " or c.name ilike " + pattern
                    + " or exists (select from message s where s.ticket_id = t.id and s.text ilike " + pattern + "))";
        }

        private String where() {
            return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        }

        private void add(String condition, Object argument) {
            String place = place(argument);
            conditions.add(condition.replace("$%d", place));
        }

        private String place(Object argument) {
            if (argument instanceof String[] names) {
                arguments.addArrayOfString(names);
            } else {
                arguments.addValue(argument);
            }
            return "$" + arguments.size();
        }
    }
}
