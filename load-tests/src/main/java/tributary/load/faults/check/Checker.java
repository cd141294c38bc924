package tributary.load.faults.check;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tributary.load.faults.town.Town;

/** Holds the ledgers against the database, when all is quiet. */
public final class Checker {

    /** Refusals that a client may repeat, in the words of each channel. */
    private static final Pattern HONEST = Pattern.compile(
            "chat (unavailable|rate-limited)|smtp (421|450|451|452)|hook (429|503)|smpp 64|rest (429|503)");

    /** What still has to end: the queue of the journal, and replies that are due or whose holder is gone. */
    private static final String OPEN = """
            select (select count(*) from journal_pending)
                 + (select count(*) from outbox o
                     where (o.state = 'queued' and o.next_at <= now()
                            and not exists (select 1 from outbox e where e.ticket_id = o.ticket_id and e.id < o.id
                                               and e.state in ('queued', 'leased', 'sending')))
                        or (o.state in ('leased', 'sending') and o.lease_until < now())
                        or (o.state in ('leased', 'sending') and o.at > now() - interval '4 seconds'))""";

    private static final String NOT_FETCHED = """
            select count(*) from unnest(?::text[]) as kept(text)
             where not exists (select 1 from message m where m.direction = 'inbound' and trim(m.text) = kept.text)""";

    private static final String UNSENT = "select count(*) from outbox where state in ('queued', 'leased', 'sending')";

    private final Town town;
    private final Book book;
    private final Bounds bounds;

    public Checker(Town town, Book book) {
        this.town = town;
        this.book = book;
        this.bounds = new Bounds(town);
    }

    /**
     * Looks at everything.
     *
     * @param shown what agents were shown
     * @param last whether nothing may be under way any more
     * @return all that is wrong, in words; empty when every promise was kept
     */
    public List<String> check(List<Shown> shown, boolean last) throws IOException {
        Violations violations = new Violations();
        try (Connection connection = town.database();
                Statement sql = connection.createStatement()) {
            new InboundCheck(book, violations).check(sql);
            new StreamCheck(violations).check(sql, shown);
            new OutboundCheck(book, violations).check(sql, last);
        } catch (SQLException failure) {
            throw new IOException("the checker cannot read the database", failure);
        }
        bounds.check(violations);
        book.refusals().forEach((code, count) -> {
            if (!HONEST.matcher(code).matches()) {
                violations.add(Promise.HONEST, count + " refusals with " + code);
            }
        });
        List<String> all = new java.util.ArrayList<>(violations.words());
        all.addAll(book.complaints());
        return all;
    }

    /** Whether nothing that providers keep is missing in the database. */
    public boolean fetched() throws IOException {
        try (Connection connection = town.database();
                PreparedStatement sql = connection.prepareStatement(NOT_FETCHED)) {
            sql.setArray(1, connection.createArrayOf("text", book.kept().toArray()));
            try (ResultSet rows = sql.executeQuery()) {
                rows.next();
                return rows.getLong(1) == 0;
            }
        } catch (SQLException notNow) {
            return false;
        }
    }

    /** Whether nothing is due: what waits for its time or for an answer may go on waiting. */
    public boolean quiet() throws IOException {
        return count(OPEN) == 0;
    }

    /** Whether no reply is under way at all. */
    public boolean settled() throws IOException {
        return count(UNSENT) == 0;
    }

    /** Whether every customer in a chat was shown the replies that are said to be there. */
    public boolean seen() throws IOException {
        try (Connection connection = town.database();
                Statement sql = connection.createStatement()) {
            return new OutboundCheck(book, new Violations()).allSeen(sql);
        } catch (SQLException notNow) {
            return false;
        }
    }

    /** The newest position of each inbox. */
    public Map<String, Long> heads() throws IOException {
        Map<String, Long> heads = new HashMap<>();
        try (Connection connection = town.database();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(
                        "select i.name, s.position from inbox_stream s join inbox i on i.id = s.inbox_id")) {
            while (rows.next()) {
                heads.put(rows.getString(1), rows.getLong(2));
            }
            return heads;
        } catch (SQLException failure) {
            throw new IOException("the checker cannot read the database", failure);
        }
    }

    private long count(String query) {
        try (Connection connection = town.database();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException notNow) {
            return Long.MAX_VALUE;
        }
    }
}
