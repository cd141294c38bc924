package tributary.gateway;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import tributary.config.ConfigException;
import tributary.config.Problems;
import tributary.config.Settings;
import tributary.connector.ComposeLimits;
import tributary.connector.Connector;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorFactory;
import tributary.connector.Examination;
import tributary.conversation.ConversationEvent;
import tributary.conversation.Trust;
import tributary.gateway.GatewayConfig.InboxEntry;
import tributary.gateway.api.pages.Widget;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.InboxDirectory;

/** The configured inboxes: finds each one's connector, checks its entry, makes it, starts and stops it. */
final class Inboxes {

    private final List<Entry> entries;
    private final Map<Inbox, Connector> connectors = new LinkedHashMap<>();

    private Inboxes(List<Entry> entries) {
        this.entries = entries;
    }

    /**
     * Checks every entry before anything is started.
     *
     * @throws ConfigException with one line for each mistake
     */
    static Inboxes check(List<Settings> settings) {
        Map<String, ConnectorFactory> factories = new LinkedHashMap<>();
        ServiceLoader.load(ConnectorFactory.class).forEach(factory -> factories.put(factory.type(), factory));
        Problems problems = new Problems();
        List<Entry> entries = new ArrayList<>();
        for (Settings inbox : settings) {
            problems.collect(() -> entries.add(check(inbox, factories)));
        }
        problems.throwIfAny();
        return new Inboxes(entries);
    }

    private static Entry check(Settings settings, Map<String, ConnectorFactory> factories) {
        InboxEntry entry = settings.readPart(InboxEntry.class);
        ConnectorFactory factory = factories.get(entry.connector());
        if (factory == null) {
            throw settings.wrong(
                    "connector",
                    "expected one of " + String.join(", ", factories.keySet()) + ", found \"" + entry.connector()
                            + '"');
        }
        Settings own = settings.without(GatewayConfig.OursOnly.class);
        factory.check(own);
        return new Entry(entry, factory, own);
    }

    /** Whether the node listens for mail. */
    boolean receiveMail() {
        return entries.stream().anyMatch(entry -> entry.factory().channel().equals("email"));
    }

    /** What each inbox's connector says about what it needs; blocks. */
    List<Examination> examine() {
        return entries.stream()
                .flatMap(entry -> entry.factory().examine(entry.settings()).stream())
                .toList();
    }

    /** The inboxes as the configuration has them; an id counts for a new one only. */
    List<Inbox> configured(Supplier<UUID> ids) {
        return entries.stream()
                .map(entry -> new Inbox(
                        ids.get(),
                        entry.inbox().name(),
                        entry.factory().channel(),
                        entry.factory().type(),
                        entry.factory().sessionLike(),
                        entry.inbox().reopenWithin()))
                .toList();
    }

    /** Makes the connectors; they take no traffic yet. */
    void create(InboxDirectory directory, Function<Inbox, ConnectorContext> contexts) {
        for (Entry entry : entries) {
            Inbox inbox = directory.named(entry.inbox().name()).orElseThrow();
            connectors.put(inbox, entry.factory().create(contexts.apply(inbox), entry.settings()));
        }
    }

    Map<Inbox, Connector> connectors() {
        return Map.copyOf(connectors);
    }

    /** Reads a raw payload again; see {@link Connector#read}. */
    Future<List<ConversationEvent>> read(String inbox, Buffer raw) {
        return connector(inbox)
                .map(found -> found.read(raw))
                .orElseGet(() ->
                        Future.failedFuture(new IllegalStateException("inbox " + inbox + " is no longer configured")));
    }

    /** Asks how far the author of a raw payload is who they say; see {@link Connector#vouch}. */
    Future<Trust> vouch(String inbox, Buffer raw) {
        return connectors.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(inbox))
                .findFirst()
                .map(entry -> entry.getValue().vouch(raw))
                .orElseGet(() -> Future.succeededFuture(Trust.UNKNOWN));
    }

    /** What a customer sent, out of a raw payload; see {@link Connector#original}. */
    Connector.Original original(String inbox, Buffer raw) {
        return connector(inbox)
                .map(found -> found.original(raw))
                .orElseGet(() -> new Connector.Original(raw, Optional.empty()));
    }

    /** How the widget of a live chat inbox looks, and which sites may show it. */
    Optional<Widget> widget(String inbox) {
        return entries.stream()
                .filter(entry -> entry.inbox().name().equals(inbox))
                .filter(entry -> entry.factory().channel().equals("livechat"))
                .findFirst()
                .map(entry -> entry.settings().readPart(WidgetEntry.class).widget(inbox));
    }

    /** {@code up} or {@code down} as its connector said last, {@code removed} if it is not configured any more. */
    String state(String inbox) {
        return connector(inbox)
                .map(found -> found.health().failed() ? "down" : "up")
                .orElse("removed");
    }

    /** What one message of an inbox may be. */
    Optional<ComposeLimits> limits(String inbox) {
        return connector(inbox).flatMap(Connector::limits);
    }

    /** What an inbox's page shows besides counters. */
    Map<String, String> facts(String inbox) {
        return connector(inbox).map(Connector::facts).orElse(Map.of());
    }

    /** Tries an inbox's credentials; see {@link Connector#test}. */
    Future<String> test(String inbox) {
        return connector(inbox)
                .map(Connector::test)
                .orElseGet(() -> Future.failedFuture("the inbox is no longer configured"));
    }

    private Optional<Connector> connector(String inbox) {
        return connectors.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(inbox))
                .findFirst()
                .map(Map.Entry::getValue);
    }

    Future<Void> start() {
        return Future.all(connectors.values().stream().map(Connector::start).toList())
                .mapEmpty();
    }

    Future<Void> stop() {
        return Future.join(connectors.values().stream().map(Connector::stop).toList())
                .mapEmpty();
    }

    /** The keys of a live chat inbox that its pages need. */
    record WidgetEntry(List<String> origins, Optional<String> locale, Optional<String> color, Optional<String> title) {
        WidgetEntry {
            origins = origins == null ? List.of() : List.copyOf(origins);
        }

        Widget widget(String inbox) {
            Map<String, String> look = new LinkedHashMap<>();
            locale.ifPresent(value -> look.put("locale", value));
            color.ifPresent(value -> look.put("color", value));
            title.ifPresent(value -> look.put("title", value));
            return new Widget(inbox, "", origins, look);
        }
    }

    private record Entry(InboxEntry inbox, ConnectorFactory factory, Settings settings) {}
}
