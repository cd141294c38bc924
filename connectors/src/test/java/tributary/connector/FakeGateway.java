package tributary.connector;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import tributary.config.Settings;

/** Everything a connector may use, in memory and on the loopback. */
public final class FakeGateway {
    public final FakeConversations conversations;
    public final FakeInbound inbound;
    public final FakeSessions sessions = new FakeSessions();
    public final FakeAttachments attachments = new FakeAttachments();
    public final FakeState state = new FakeState();
    public final FakeLimits limits = new FakeLimits();
    public final FakeHooks hooks = new FakeHooks();
    public final FakeLeases leases = new FakeLeases();
    public final FakeTokens tokens = new FakeTokens();
    public final List<Mailbox> mailboxes = new ArrayList<>();
    public final FakeWeb web;
    public final MeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx;

    public FakeGateway(Vertx vertx) {
        this.vertx = vertx;
        this.conversations = new FakeConversations(vertx);
        this.inbound = new FakeInbound(vertx, conversations);
        this.web = new FakeWeb(vertx);
        conversations.journal(inbound::has);
    }

    public ConnectorContext context(String inbox) {
        return new ConnectorContext(
                vertx,
                inbox,
                URI.create("http://127.0.0.1:8080"),
                Clock.systemUTC(),
                meters,
                web,
                inbound,
                conversations,
                sessions,
                state,
                attachments,
                limits,
                mailboxes::add,
                purpose -> Buffer.buffer("a key for " + purpose),
                hooks,
                leases,
                tokens);
    }

    /** Settings that read as the given record. */
    public static Settings settings(Record record) {
        return new RecordSettings(record);
    }

    /** Answers every read with its record; has the methods a wider {@link Settings} may ask for. */
    @SuppressWarnings("MissingOverride")
    record RecordSettings(Record record) implements Settings {
        @Override
        public String path() {
            return "inboxes.web";
        }

        @Override
        public <T> T read(Class<T> type) {
            return type.cast(record);
        }

        public <T> T readPart(Class<T> type) {
            return type.cast(record);
        }

        public Settings without(Class<?> type) {
            return this;
        }
    }
}
