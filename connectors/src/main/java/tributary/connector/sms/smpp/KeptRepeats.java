package tributary.connector.sms.smpp;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorState;

/**
 * {@link Repeats} that outlive their holder: they begin with what the last one knew, and what the next one has to know is
 * written down once a second. A node that dies in between leaves its last seconds in doubt. Used on one event loop.
 */
final class KeptRepeats {

    private static final String KEY = "smpp-answers";
    private static final long KEEP_MS = 1_000;
    private static final int MOST_OPEN = 10_000;

    private final ConnectorContext context;
    private final Repeats repeats = new Repeats(UUID.randomUUID().toString());
    private Future<Void> keeping = Future.succeededFuture();
    private long version = ConnectorState.NOTHING;
    private long kept;
    private long timer;

    private KeptRepeats(ConnectorContext context) {
        this.context = context;
    }

    /** Takes over from the last holder, whose lease has ended; fails when the store is down. */
    static Future<KeptRepeats> begin(ConnectorContext context) {
        KeptRepeats ours = new KeptRepeats(context);
        return context.state()
                .read(KEY)
                .compose(ours::takeOver)
                .compose(known -> ours.keep())
                .map(kept -> ours.begun());
    }

    private Future<Void> takeOver(Optional<ConnectorState.Stored> last) {
        if (last.isEmpty()) {
            return Future.succeededFuture();
        }
        version = last.get().version();
        Handover before = Handover.read(last.get().value());
        return context.inbound()
                .stored(before.firstOpen(), before.lastOpen(), MOST_OPEN)
                .map(open -> {
                    long now = System.nanoTime();
                    open.forEach((id, content) -> repeats.lose(id, content, now));
                    before.unheard().stream()
                            .filter(one -> !open.containsKey(one.id()))
                            .forEach(one -> repeats.lose(
                                    one.id(), one.content(), now - one.age().toNanos()));
                    return null;
                });
    }

    private KeptRepeats begun() {
        timer = context.vertx().setPeriodic(KEEP_MS, tick -> {
            if (keeping.isComplete() && kept != repeats.changes()) {
                keep();
            }
        });
        return this;
    }

    Repeats repeats() {
        return repeats;
    }

    /** Before the lease is given back. What could not be kept makes the next holder doubt more. */
    Future<Void> end() {
        context.vertx().cancelTimer(timer);
        return keep().otherwiseEmpty();
    }

    private Future<Void> keep() {
        keeping = keeping.transform(before -> write());
        return keeping;
    }

    private Future<Void> write() {
        long now = repeats.changes();
        return context.state()
                .replace(KEY, version, repeats.handover(System.nanoTime()).write())
                .compose(written -> {
                    if (!written) {
                        return learnVersion();
                    }
                    version++;
                    kept = now;
                    return Future.succeededFuture();
                });
    }

    /** That a write has counted is not always heard; then the next one is to follow it. */
    private Future<Void> learnVersion() {
        return context.state().read(KEY).compose(stored -> {
            if (stored.isEmpty()
                    || !repeats.line()
                            .equals(Handover.read(stored.get().value()).line())) {
                return Future.failedFuture("another holder has written since");
            }
            version = stored.get().version();
            return Future.succeededFuture();
        });
    }
}
