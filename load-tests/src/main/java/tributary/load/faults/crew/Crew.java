package tributary.load.faults.crew;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import tributary.load.faults.check.Book;
import tributary.load.faults.check.Shown;
import tributary.load.faults.post.Callbacks;
import tributary.load.faults.post.Centre;
import tributary.load.faults.post.FetchedMails;
import tributary.load.faults.post.Hooks;
import tributary.load.faults.post.Mails;
import tributary.load.faults.post.Pushes;
import tributary.load.faults.provider.Providers;
import tributary.load.faults.town.Pause;
import tributary.load.faults.town.StillWaitingException;
import tributary.load.faults.town.Town;

/**
 * The clients of a town, half at each node: visitors of two inboxes, senders of mail and of short messages by webhook and
 * by a message centre, followers of an Official Account, customers of a service account, senders of mail to a mailbox from
 * which it is fetched, agents with different rights who watch, one who answers.
 */
public final class Crew implements AutoCloseable {

    private static final List<String> INBOXES =
            List.of("web", "shop", "support", "sms", "smpp", "wechat", "kf", "mailbox");
    private static final int VISITORS = 8;
    private static final int OTHERS = 3;
    private static final int REPLY_ONE_IN = 4;
    private static final int TWICE_ONE_IN = 6;
    private static final long POLL_MS = 25;
    private static final int ATTEMPTS = 5;
    private static final int GATHER_SECONDS = 60;
    private static final List<String> ACTIONS = List.of("resend", "sent", "discard");

    private final Town town;
    private final Book book;

    /** One event loop: whoever tells a client to write is on the thread on which it reads. */
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    private final Providers providers;
    private final Rest rest;
    private final Chaos chaos;
    private final List<Writer> writers = new ArrayList<>();
    private final List<Customer> visitors = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final Replier replier;
    private final Map<String, Long> tickets = new HashMap<>();

    public Crew(Town town, Book book) {
        this.town = town;
        this.book = book;
        this.providers = Providers.start(vertx, book, town);
        this.rest = new Rest(vertx, town);
        this.replier = new Replier(vertx, rest, book);
        Hooks hooks = new Hooks(vertx, town);
        Pushes pushes = new Pushes(vertx, town);
        Centre centre = new Centre(providers.centre());
        Callbacks callbacks = new Callbacks(vertx, town, providers.account(), book);
        FetchedMails fetched = new FetchedMails(providers.mailbox());
        this.chaos = new Chaos(vertx, hooks, book);
        for (int i = 0; i < VISITORS; i++) {
            visitors.add(new Customer(vertx, town, i % 2, "w" + i, "web", book));
        }
        visitors.add(new Customer(vertx, town, 0, "s0", "shop", book));
        writers.addAll(visitors);
        for (int i = 0; i < OTHERS; i++) {
            writers.add(new Sender(vertx, new Mails(vertx, town), i % 2, "e" + i, book));
            writers.add(new Sender(vertx, hooks, i % 2, "t" + i, book));
            writers.add(new Sender(vertx, centre, i % 2, "p" + i, book));
            writers.add(new Sender(vertx, pushes, i % 2, "f" + i, book));
            writers.add(new Sender(vertx, callbacks, i % 2, "k" + i, book));
            writers.add(new Sender(vertx, fetched, i % 2, "b" + i, book));
        }
    }

    public Town town() {
        return town;
    }

    public Book book() {
        return book;
    }

    public Providers providers() {
        return providers;
    }

    /** Name of the node that has the session with the message centre; empty if none has. */
    public String bound() {
        return providers.centre().holder();
    }

    /** What agents were shown, for each agent and inbox. */
    public List<Shown> shown() {
        return watchers.stream().flatMap(watcher -> watcher.topics().stream()).toList();
    }

    /** Everybody arrives, and every customer has a ticket. */
    public void gather() throws IOException {
        watch(0, "all", Town.TOKEN, Set.copyOf(INBOXES));
        watch(1, "both", agent("both", "web", "support"), Set.of("web", "support"));
        watch(0, "chat", agent("chat", "web"), Set.of("web"));
        watch(1, "shop", agent("shop", "shop"), Set.of("shop"));
        watch(0, "mail", agent("mail", "support", "wechat", "mailbox"), Set.of("support", "wechat", "mailbox"));
        watch(1, "text", agent("text", "sms", "smpp", "kf"), Set.of("sms", "smpp", "kf"));
        watchers.forEach(Wire::start);
        await(
                GATHER_SECONDS,
                "the agents' subscriptions",
                () -> watchers.stream().allMatch(Watcher::follows));
        visitors.forEach(Wire::start);
        writers.forEach(Writer::write);
        await(GATHER_SECONDS, "the first messages", this::settled);
        await(GATHER_SECONDS, "the customers' tickets", this::learnTickets);
    }

    /** Writes for a while, evenly, on all channels; a reply now and then. */
    public void traffic(Random random, long ms, int aSecond) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (System.nanoTime() - end < 0) {
            writers.get(random.nextInt(writers.size())).write();
            if (random.nextInt(REPLY_ONE_IN) == 0) {
                Writer customer = writers.get(random.nextInt(writers.size()));
                Long ticket = tickets.get(customer.name());
                if (ticket != null) {
                    replier.reply(ticket, customer.inbox(), customer.name(), random.nextInt(TWICE_ONE_IN) == 0);
                }
            }
            Pause.ms(1_000 / aSecond);
        }
    }

    /** Webhooks in disorder; see {@link Chaos}. */
    public int disorder(Random random, int messages) {
        return chaos.loose(random, messages);
    }

    /** A person looks at each reply of which nobody knows, and decides. */
    public void resolveUnknown(Random random) throws IOException {
        try (Connection connection = town.database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select m.id::text, m.text from outbox o"
                        + " join message m on m.id = o.message_id where o.state = 'unknown' order by m.id")) {
            while (rows.next()) {
                replier.resolve(rows.getString(1), rows.getString(2), ACTIONS.get(random.nextInt(ACTIONS.size())));
            }
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }

    /** Whether everything that was begun has been answered. */
    public boolean settled() {
        return writers.stream().allMatch(Writer::settled) && replier.settled() && chaos.settled();
    }

    /** Whether every agent has seen everything up to these positions. */
    public boolean watched(Map<String, Long> heads) {
        return watchers.stream().allMatch(watcher -> watcher.isAt(heads));
    }

    /** Half of the visitors go to each node, wherever earlier faults have driven them. */
    public void spread() {
        for (int i = 0; i < visitors.size(); i++) {
            visitors.get(i).go(i % 2);
        }
    }

    /** How many messages a node acknowledged to the visitors that it serves: their sockets end there, so no other node did. */
    public int acknowledgements(int node) {
        return visitors.stream().mapToInt(visitor -> visitor.acknowledged(node)).sum();
    }

    /** @return how many connections had been opened before */
    public int cutAll() {
        visitors.forEach(Wire::cut);
        watchers.forEach(Wire::cut);
        return watchers.stream().mapToInt(Wire::times).sum();
    }

    /** Waits until a condition holds. */
    public static void await(long seconds, String what, Condition condition) throws IOException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.holds()) {
            if (System.nanoTime() - until > 0) {
                throw new StillWaitingException("after " + seconds + " s still waiting for " + what);
            }
            Pause.ms(POLL_MS);
        }
    }

    private void watch(int node, String name, String token, Set<String> may) {
        watchers.add(new Watcher(vertx, town, rest, node, name, token, INBOXES, may, book));
    }

    private String agent(String name, String... inboxes) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return rest.agent(name, List.of(inboxes))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .join();
            } catch (CompletionException refused) {
                if (attempt == ATTEMPTS) {
                    throw new IOException("cannot make the agent " + name, refused);
                }
            }
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
            return tickets.size() == writers.size();
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        providers.close();
    }

    /** Something to wait for. */
    public interface Condition {
        boolean holds() throws IOException;
    }
}
