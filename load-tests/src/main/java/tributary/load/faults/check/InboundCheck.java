package tributary.load.faults.check;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What customers sent against what is stored: acknowledged, once, invented, order of messages, one ticket, intact. */
final class InboundCheck {

    private static final String STORED = """
            select i.name, t.number, m.text, coalesce(m.external_id, ''), m.seq
              from message m
              join ticket t on t.id = m.ticket_id
              join inbox i on i.id = t.inbox_id
             where m.direction = 'inbound'
             order by m.ticket_id, m.seq""";

    private static final List<String> TICKETS = List.of(
            "select 'party ' || party_id || ' has ' || count(*) || ' open tickets' from ticket"
                    + " where one_open and status not in ('solved', 'closed') group by party_id having count(*) > 1",
            "select 'ticket ' || number || ' has no message' from ticket t"
                    + " where not exists (select 1 from message m where m.ticket_id = t.id)");

    private static final String HELD = "select problem from quarantine";

    private final Book book;
    private final Violations violations;
    private final Map<String, Integer> times = new HashMap<>();
    private final Map<String, Set<Long>> tickets = new HashMap<>();
    private final Map<String, Integer> last = new HashMap<>();

    InboundCheck(Book book, Violations violations) {
        this.book = book;
        this.violations = violations;
    }

    void check(Statement sql) throws SQLException {
        try (ResultSet rows = sql.executeQuery(STORED)) {
            while (rows.next()) {
                row(rows.getString(1), rows.getLong(2), rows.getString(3).strip(), rows.getString(4));
            }
        }
        book.acknowledged().forEach((text, message) -> {
            if (!times.containsKey(text)) {
                violations.add(Promise.ACKNOWLEDGED, message.name() + " is not there");
            }
        });
        times.forEach((text, count) -> {
            if (count > 1) {
                violations.add(Promise.ONCE, "\"" + text + "\" is there " + count + " times");
            }
        });
        tickets.forEach((customer, theirs) -> {
            if (theirs.size() > 1) {
                violations.add(Promise.ONE_TICKET, "customer " + customer + " is in the tickets " + theirs);
            }
        });
        for (String query : TICKETS) {
            each(sql, query, Promise.ONE_TICKET, "");
        }
        each(sql, HELD, Promise.ACKNOWLEDGED, "held: ");
    }

    private void row(String inbox, long ticket, String text, String externalId) {
        times.merge(text, 1, Integer::sum);
        Sent message = book.sent().get(text);
        if (message == null) {
            Sent meant = byId(externalId);
            violations.add(
                    meant == null ? Promise.INVENTED : Promise.INTACT,
                    "nobody wrote \"" + text + '"' + (meant == null ? "" : ", but \"" + meant.text() + '"'));
            return;
        }
        if (!inbox.equals(message.inbox())) {
            violations.add(Promise.INVENTED, message.name() + " is in " + inbox + ", not in " + message.inbox());
        }
        if (!message.isStoredAs(externalId)) {
            violations.add(Promise.INVENTED, message.name() + " is stored as " + externalId);
        }
        tickets.computeIfAbsent(message.sender(), added -> new HashSet<>()).add(ticket);
        Integer before = message.ordered() ? last.put(message.sender(), message.number()) : null;
        if (before != null && before > message.number()) {
            violations.add(Promise.ORDER, message.name() + " comes after number " + before);
        }
    }

    /** The database may write something in front, and a hash behind when the id came with two contents. */
    private @org.jspecify.annotations.Nullable Sent byId(String stored) {
        return book.sent().values().stream()
                .filter(message -> message.isNamedBy(stored))
                .findFirst()
                .orElse(null);
    }

    private void each(Statement sql, String query, Promise promise, String before) throws SQLException {
        try (ResultSet rows = sql.executeQuery(query)) {
            while (rows.next()) {
                violations.add(promise, before + rows.getString(1));
            }
        }
    }
}
