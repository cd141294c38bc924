package tributary.load.faults.check;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ticket log against itself and against what agents were shown of it: positions, agents. */
final class StreamCheck {

    private static final List<String> GAPS = List.of(
            "select 'inbox ' || i.name from inbox_stream s join inbox i on i.id = s.inbox_id left join"
                    + " (select inbox_id, count(*) as n, max(position) as last from ticket_event group by inbox_id) e"
                    + " on e.inbox_id = s.inbox_id where coalesce(e.n, 0) <> s.position or coalesce(e.last, 0) <> s.position",
            "select 'ticket ' || t.number from ticket t left join"
                    + " (select ticket_id, count(*) as n, max(seq) as last from ticket_event group by ticket_id) e"
                    + " on e.ticket_id = t.id where coalesce(e.n, 0) <> t.seq or coalesce(e.last, 0) <> t.seq",
            "select 'party ' || p.id from party p left join"
                    + " (select party_id, count(party_seq) as n, max(party_seq) as last from ticket_event group by party_id) e"
                    + " on e.party_id = p.id where coalesce(e.n, 0) <> p.seq or coalesce(e.last, 0) <> p.seq");

    private static final String EVENTS = """
            select i.name, e.position, coalesce(m.text, '')
              from ticket_event e
              join inbox i on i.id = e.inbox_id
              left join message m on e.kind = 'message.created' and m.id = (e.data ->> 'message')::uuid""";

    private final Violations violations;

    StreamCheck(Violations violations) {
        this.violations = violations;
    }

    void check(Statement sql, List<Shown> shown) throws SQLException {
        for (String query : GAPS) {
            try (ResultSet rows = sql.executeQuery(query)) {
                while (rows.next()) {
                    violations.add(Promise.ORDER, rows.getString(1) + " has a hole or a repeat");
                }
            }
        }
        Map<String, Map<Long, String>> log = new HashMap<>();
        try (ResultSet rows = sql.executeQuery(EVENTS)) {
            while (rows.next()) {
                log.computeIfAbsent(rows.getString(1), added -> new HashMap<>())
                        .put(rows.getLong(2), rows.getString(3).strip());
            }
        }
        shown.forEach(one -> compare(one, log.getOrDefault(one.inbox(), Map.of())));
    }

    private void compare(Shown shown, Map<Long, String> log) {
        if (!shown.permitted()) {
            if (!shown.events().isEmpty()) {
                violations.add(
                        Promise.AGENTS,
                        shown.agent() + " was shown " + shown.events().size() + " events of " + shown.inbox());
            }
            return;
        }
        long missing = log.keySet().stream()
                        .filter(at -> at > shown.first() && !shown.events().containsKey(at))
                        .count()
                - shown.skipped();
        if (missing > 0) {
            violations.add(Promise.AGENTS, shown.agent() + " missed " + missing + " events of " + shown.inbox());
        }
        shown.events().forEach((at, text) -> {
            if (!text.equals(log.getOrDefault(at, "nothing"))) {
                violations.add(
                        Promise.AGENTS,
                        shown.agent() + " was shown \"" + text + "\" at " + at + " of " + shown.inbox()
                                + ", the log has another");
            }
        });
    }
}
