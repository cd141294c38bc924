package tributary.load.faults.check;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/** What agents replied against what became of it in the outbox, at providers and on customers' screens. */
final class OutboundCheck {

    private static final String REPLIES = """
            select i.name, m.text, coalesce(o.state, 'nowhere'),
                   coalesce(o.lease_until < now() - interval '15 seconds', false)
              from message m
              join ticket t on t.id = m.ticket_id
              join inbox i on i.id = t.inbox_id
              left join outbox o on o.message_id = m.id
             where m.direction = 'outbound'""";

    private static final Set<String> UNDER_WAY = Set.of("queued", "leased", "sending");

    private final Book book;
    private final Violations violations;
    private final Set<String> there = new HashSet<>();

    OutboundCheck(Book book, Violations violations) {
        this.book = book;
        this.violations = violations;
    }

    /** @param last whether nothing may be under way any more */
    void check(Statement sql, boolean last) throws SQLException {
        try (ResultSet rows = sql.executeQuery(REPLIES)) {
            while (rows.next()) {
                reply(rows.getString(1), rows.getString(2), rows.getString(3), rows.getBoolean(4), last);
            }
        }
        book.replies().keySet().stream()
                .filter(text -> !there.contains(text))
                .forEach(text -> violations.add(Promise.OUTBOUND, "\"" + text + "\" was taken and is not there"));
    }

    boolean allSeen(Statement sql) throws SQLException {
        try (ResultSet rows = sql.executeQuery(REPLIES)) {
            while (rows.next()) {
                boolean sent = !UNDER_WAY.contains(rows.getString(3));
                if (chat(rows.getString(1))
                        && sent
                        && book.sights(rows.getString(2)).isEmpty()) {
                    return false;
                }
            }
            return true;
        }
    }

    private static boolean chat(String inbox) {
        return inbox.equals("web") || inbox.equals("shop");
    }

    private void reply(String inbox, String text, String state, boolean overdue, boolean last) {
        if (!there.add(text)) {
            violations.add(Promise.OUTBOUND, "\"" + text + "\" is there twice");
        }
        Book.Reply asked = book.asked().get(text);
        if (asked == null || !asked.inbox().equals(inbox)) {
            violations.add(Promise.OUTBOUND, "nobody replied \"" + text + "\" in " + inbox);
        }
        long times = chat(inbox) ? book.sights(text).size() : book.taken(text);
        if (UNDER_WAY.contains(state)) {
            if (last || overdue) {
                violations.add(Promise.OUTBOUND, "\"" + text + "\" is " + state + " and nobody sees to it");
            }
        } else if (!ended(state, times, book.byAPerson(text))) {
            violations.add(
                    Promise.OUTBOUND,
                    "\"" + text + "\" in " + inbox + " is " + state + " and arrived " + times + " times");
        }
        if (times > 1 && !book.byAPerson(text)) {
            violations.add(Promise.OUTBOUND, "\"" + text + "\" arrived " + times + " times in " + inbox);
        }
    }

    /** Whether a state tells the truth about how often the reply arrived. What a person decided may be wrong. */
    private static boolean ended(String state, long times, boolean byAPerson) {
        return switch (state) {
            case "sent", "delivered", "read" -> times == 1 || byAPerson;
            case "failed" -> times == 0 || byAPerson;
            case "unknown" -> times <= 1 || byAPerson;
            default -> false;
        };
    }
}
