package tributary.load.faults;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** The clients of a town, half at each node: customers of two inboxes, agents who watch one of them, one who answers. */
final class Crew implements AutoCloseable {

    private static final int CUSTOMERS = 10;
    private static final int WATCHERS = 4;
    private static final long POLL_MS = 50;

    private final Town town;
    private final Book book;
    private final Vertx vertx = Vertx.vertx();
    private final List<Customer> customers = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final Replier replier;
    private final Map<String, Long> tickets = new HashMap<>();

    Crew(Town town, Path ledger) throws IOException {
        this.town = town;
        this.book = new Book(ledger);
        this.replier = new Replier(vertx, town, book);
        for (int i = 0; i < CUSTOMERS; i++) {
            customers.add(new Customer(vertx, town, i % 2, "w" + i, "web", book));
        }
        customers.add(new Customer(vertx, town, 0, "s0", "shop", book));
        for (int i = 0; i < WATCHERS; i++) {
            watchers.add(new Watcher(vertx, town, i % 2, "agent" + i, "web", book));
        }
    }

    Town town() {
        return town;
    }

    Book book() {
        return book;
    }

    List<Watcher> watchers() {
        return watchers;
    }

    /** Everybody arrives, and every customer has a ticket. */
    void gather() throws IOException {
        watchers.forEach(Wire::start);
        await(30, "the agents' subscriptions", () -> watchers.stream().allMatch(watcher -> watcher.place() >= 0));
        customers.forEach(Wire::start);
        customers.forEach(Customer::write);
        await(30, "the first messages", this::settled);
        await(10, "the customers' tickets", this::learnTickets);
    }

    /** Writes for a while, evenly; a reply for every fifth message. */
    void traffic(Random random, long ms, int aSecond) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (System.nanoTime() - end < 0) {
            Customer customer = customers.get(random.nextInt(customers.size()));
            customer.write();
            if (random.nextInt(5) == 0) {
                String name = "w" + random.nextInt(CUSTOMERS);
                replier.reply(tickets.getOrDefault(name, 0L), name);
            }
            Pause.ms(1_000 / aSecond);
        }
    }

    /** Whether everything that was begun has been answered. */
    boolean settled() {
        return customers.stream().allMatch(Customer::settled) && replier.settled();
    }

    /** @return how many connections had been opened before */
    int cutAll() {
        customers.forEach(Wire::cut);
        watchers.forEach(Wire::cut);
        return watchers.stream().mapToInt(Wire::times).sum();
    }

    /** Waits until a condition holds. */
    static void await(long seconds, String what, Condition condition) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.holds()) {
            if (System.nanoTime() - until > 0) {
                throw new StillWaitingException("after " + seconds + " s still waiting for " + what);
            }
            Pause.ms(POLL_MS);
        }
    }

    private boolean learnTickets() throws IOException {
        try (Connection connection = town.database();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select distinct split_part(m.text, ' ', 2), t.number from message m"
                                + " join ticket t on t.id = m.ticket_id where m.direction = 'inbound'")) {
            while (rows.next()) {
                tickets.put(rows.getString(1), rows.getLong(2));
            }
            return tickets.size() == customers.size();
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        book.close();
    }

    /** Something to wait for. */
    interface Condition {
        boolean holds() throws IOException;
    }
}
