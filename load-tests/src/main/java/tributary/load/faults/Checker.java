package tributary.load.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Holds the ledger against the database, when all is quiet. Each violation begins with the promise that was broken:
 * {@code acknowledged}, {@code once}, {@code order}, {@code positions}, {@code one-ticket}, {@code agents}, {@code outbound},
 * {@code intact}, {@code bounded}, {@code honest}.
 */
final class Checker {

    /** Refusals that a client may repeat. */
    private static final Set<String> HONEST = Set.of("unavailable", "rate-limited");

    private static final long MOST_MEMORY_KIB = 1_500_000;
    private static final int MOST_FILES = 2_000;

    private static final String STORED =
            "select m.text, count(*) from message m where m.direction = 'inbound' group by m.text";

    private static final String ORDER = """
            select m.ticket_id, split_part(m.text, ' ', 2) as who, split_part(m.text, ' ', 3)::int as number
              from message m where m.direction = 'inbound' order by m.ticket_id, m.seq""";

    private static final List<String> GAPS = List.of(
            "select 'inbox ' || i.name from inbox_stream s join inbox i on i.id = s.inbox_id"
                    + " where (select count(*) from ticket_event e where e.inbox_id = s.inbox_id) <> s.position"
                    + " or (select coalesce(max(e.position), 0) from ticket_event e where e.inbox_id = s.inbox_id) <> s.position",
            "select 'ticket ' || t.number from ticket t"
                    + " where (select count(*) from ticket_event e where e.ticket_id = t.id) <> t.seq"
                    + " or (select coalesce(max(e.seq), 0) from ticket_event e where e.ticket_id = t.id) <> t.seq",
            "select 'party ' || p.id from party p where (select count(e.party_seq) from ticket_event e"
                    + " where e.party_id = p.id) <> p.seq"
                    + " or (select coalesce(max(e.party_seq), 0) from ticket_event e where e.party_id = p.id) <> p.seq");

    private static final List<String> TICKETS = List.of(
            "select 'party ' || party_id || ' has ' || count(*) || ' open tickets' from ticket"
                    + " where status not in ('solved', 'closed') group by party_id having count(*) > 1",
            "select 'ticket ' || number || ' has no message' from ticket t"
                    + " where not exists (select 1 from message m where m.ticket_id = t.id)",
            "select 'customer ' || split_part(text, ' ', 2) || ' is in ' || count(distinct ticket_id) || ' tickets'"
                    + " from message where direction = 'inbound' group by split_part(text, ' ', 2)"
                    + " having count(distinct ticket_id) > 1");

    private static final String EVENTS = """
            select e.position, coalesce(m.text, '')
              from ticket_event e
              join inbox i on i.id = e.inbox_id
              left join message m on e.kind = 'message.created' and m.id = (e.data ->> 'message')::uuid
             where i.name = 'web'""";

    private static final String OUTBOUND = """
            select m.text, o.state from message m left join outbox o on o.message_id = m.id
             where m.direction = 'outbound'""";

    private final Town town;
    private final Book book;
    private final List<String> violations = new ArrayList<>();

    Checker(Town town, Book book) {
        this.town = town;
        this.book = book;
    }

    /** All that is wrong, in words; empty when every promise was kept. */
    List<String> check(List<Watcher> watchers) throws IOException {
        try (Connection connection = town.database();
                Statement sql = connection.createStatement()) {
            acknowledgedAndOnce(sql);
            order(sql);
            gaps(sql);
            agents(sql, watchers);
            outbound(sql);
        } catch (SQLException failure) {
            throw new IOException("the checker cannot read the database", failure);
        }
        bounded();
        book.refusals().forEach((code, count) -> {
            if (!HONEST.contains(code)) {
                say("honest", count + " refusals with " + code);
            }
        });
        book.complaints().forEach(violations::add);
        return List.copyOf(violations);
    }

    /** Whether the database has nothing left to do. */
    static boolean quiet(Town town) throws IOException {
        try (Connection connection = town.database();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery("select (select count(*) from journal_pending)"
                        + " + (select count(*) from outbox where state in ('queued', 'leased', 'sending'))")) {
            rows.next();
            return rows.getLong(1) == 0;
        } catch (SQLException notNow) {
            return false;
        }
    }

    /** The newest position of the agents' inbox. */
    static long head(Town town) throws IOException {
        try (Connection connection = town.database();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(
                        "select position from inbox_stream s join inbox i on i.id = s.inbox_id where i.name = 'web'")) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException notNow) {
            return Long.MAX_VALUE;
        }
    }

    private void acknowledgedAndOnce(Statement sql) throws SQLException {
        Map<String, Long> stored = new HashMap<>();
        try (ResultSet rows = sql.executeQuery(STORED)) {
            while (rows.next()) {
                stored.put(rows.getString(1), rows.getLong(2));
            }
        }
        book.acknowledged().values().stream()
                .filter(message -> !stored.containsKey(message.text()))
                .limit(5)
                .forEach(message -> say("acknowledged", message.customer() + " " + message.number() + " is not there"));
        stored.forEach((text, count) -> {
            if (count > 1) {
                say("once", "\"" + text + "\" is there " + count + " times");
            }
            String[] words = text.split(" ", -1);
            boolean known = words.length == 4 && words[0].equals("m");
            if (!known || !Customer.text(words[1], Integer.parseInt(words[2])).equals(text)) {
                say("intact", "nobody wrote \"" + text + '"');
            }
        });
    }

    private void order(Statement sql) throws SQLException {
        Map<String, Integer> last = new HashMap<>();
        try (ResultSet rows = sql.executeQuery(ORDER)) {
            while (rows.next()) {
                String who = rows.getString("who");
                int number = rows.getInt("number");
                Integer before = last.put(who, number);
                if (before != null && before > number) {
                    say("order", who + " " + number + " comes after " + before);
                }
            }
        }
    }

    private void gaps(Statement sql) throws SQLException {
        for (String query : GAPS) {
            each(sql, query, found -> say("positions", found + " has a hole or a repeat"));
        }
        for (String query : TICKETS) {
            each(sql, query, found -> say("one-ticket", found));
        }
    }

    private void agents(Statement sql, List<Watcher> watchers) throws SQLException {
        Map<Long, String> log = new HashMap<>();
        try (ResultSet rows = sql.executeQuery(EVENTS)) {
            while (rows.next()) {
                log.put(rows.getLong(1), rows.getString(2));
            }
        }
        for (Watcher watcher : watchers) {
            long missing = log.keySet().stream()
                            .filter(at ->
                                    at > watcher.first() && !watcher.shown().containsKey(at))
                            .count()
                    - watcher.skipped();
            if (missing > 0) {
                say("agents", watcher.name() + " missed " + missing + " events");
            }
            watcher.shown().forEach((at, text) -> {
                if (!text.equals(log.getOrDefault(at, "nothing"))) {
                    say("agents", watcher.name() + " was shown \"" + text + "\" at " + at + ", the log has another");
                }
            });
        }
    }

    private void outbound(Statement sql) throws SQLException {
        Map<String, String> states = new HashMap<>();
        try (ResultSet rows = sql.executeQuery(OUTBOUND)) {
            while (rows.next()) {
                String state = String.valueOf(rows.getString(2));
                if (states.put(rows.getString(1), state) != null) {
                    say("outbound", "\"" + rows.getString(1) + "\" is there twice");
                }
                if (Set.of("queued", "leased", "sending", "unknown", "failed", "null")
                        .contains(state)) {
                    say("outbound", "\"" + rows.getString(1) + "\" ended as " + state);
                }
            }
        }
        book.replies().forEach((text, customer) -> {
            if (!states.containsKey(text)) {
                say("outbound", "\"" + text + "\" was taken and is not there");
            }
            if (book.sights(text).size() > 1) {
                say(
                        "outbound",
                        customer + " was shown \"" + text + "\" "
                                + book.sights(text).size() + " times");
            }
        });
    }

    private void bounded() throws IOException {
        for (int i = 0; i < 2; i++) {
            Path process = Path.of("/proc", String.valueOf(town.node(i).pid()));
            try (Stream<Path> files = Files.list(process.resolve("fd"))) {
                long open = files.count();
                if (open > MOST_FILES) {
                    say("bounded", town.node(i).name() + " has " + open + " open files");
                }
            }
            long memory = Files.readAllLines(process.resolve("status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
            if (memory > MOST_MEMORY_KIB) {
                say("bounded", town.node(i).name() + " uses " + memory + " KiB");
            }
        }
    }

    private static void each(Statement sql, String query, Consumer<String> sink) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                sink.accept(rows.getString(1));
            }
        }
    }

    private void say(String promise, String what) {
        violations.add(promise + ": " + what);
    }
}
