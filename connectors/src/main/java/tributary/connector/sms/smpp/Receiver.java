package tributary.connector.sms.smpp;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.UUID;
import tributary.connector.Arrival;
import tributary.connector.ConnectorContext;
import tributary.connector.ConnectorState;
import tributary.connector.Leases;
import tributary.connector.sms.Consent;
import tributary.connector.sms.SmsEvents;
import tributary.connector.sms.smpp.pdu.Body;
import tributary.connector.sms.smpp.pdu.Status;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.MessageReceived;

/**
 * What the holder of the account does with deliveries: to the journal, under ids that know a repetition, also of what an
 * earlier holder was brought. What it would hand over is written down once a second; a node that dies in between leaves its
 * last seconds in doubt, and the same octets again are the same message then. Used on one event loop.
 */
final class Receiver implements Session.Deliveries {

    static final String DELIVERED = "tributary_smpp_delivered_total";

    private static final String KEY = "smpp-answers";
    private static final long KEEP_MS = 1_000;
    private static final int MOST_OPEN = 10_000;

    private final ConnectorContext context;
    private final Consent consent;
    private final DeliveredReader reader;
    private final Leases.Lease lease;
    private final Repeats repeats = new Repeats(UUID.randomUUID().toString());
    private Future<Void> keeping = Future.succeededFuture();
    private long version;
    private long kept;
    private long timer;

    private Receiver(ConnectorContext context, Consent consent, DeliveredReader reader, Leases.Lease lease) {
        this.context = context;
        this.consent = consent;
        this.reader = reader;
        this.lease = lease;
    }

    /** Takes over from the last holder; fails when the store is down. */
    static Future<Receiver> begin(
            ConnectorContext context, Consent consent, DeliveredReader reader, Leases.Lease lease) {
        Receiver receiver = new Receiver(context, consent, reader, lease);
        return context.state()
                .read(KEY)
                .compose(receiver::takeOver)
                .compose(known -> receiver.keep())
                .map(kept -> receiver.begun());
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

    private Receiver begun() {
        timer = context.vertx().setPeriodic(KEEP_MS, tick -> {
            if (keeping.isComplete() && kept != repeats.changes()) {
                keep();
            }
        });
        return this;
    }

    /** Before the lease is given back. What could not be kept makes the next holder doubt more. */
    Future<Void> end() {
        context.vertx().cancelTimer(timer);
        return keep().otherwiseEmpty();
    }

    /** The session has ended. */
    void cut() {
        repeats.cut(System.nanoTime());
    }

    private Future<Void> keep() {
        keeping = keeping.transform(before -> write());
        return keeping;
    }

    private Future<Void> write() {
        long now = repeats.changes();
        return context.state()
                .replace(KEY, version, repeats.handover(System.nanoTime()).write())
                .compose(written -> written ? Future.succeededFuture(version + 1) : versionOfOurs())
                .map(next -> {
                    kept = next == version + 1 ? now : kept;
                    version = next;
                    return null;
                });
    }

    /** A write of which the answer got lost counts, too. */
    private Future<Long> versionOfOurs() {
        return context.state()
                .read(KEY)
                .compose(stored -> stored.filter(one ->
                                repeats.line().equals(Handover.read(one.value()).line()))
                        .map(one -> Future.succeededFuture(one.version()))
                        .orElseGet(() -> Future.failedFuture("another holder has written since")));
    }

    @Override
    public Taking take(Body.Message message) {
        if (!lease.held()) {
            return new Left();
        }
        Repeats.UnderWay begun = repeats.begin(reader.content(message), System.nanoTime());
        DeliveredSms delivered =
                new DeliveredSms(begun.id(), message, context.clock().instant());
        Future<Integer> status = Future.succeededFuture(delivered)
                .compose(this::accept)
                .map(done -> Status.OK)
                .otherwise(Status.TEMPORARY_ERROR);
        return new Taking() {
            @Override
            public Future<Integer> status() {
                return status;
            }

            @Override
            public void answered(boolean heard) {
                count(heard);
                repeats.end(begun, heard, System.nanoTime());
            }
        };
    }

    private Future<Void> accept(DeliveredSms delivered) {
        Future<Void> accepted = Future.succeededFuture();
        for (ConversationEvent event : reader.read(delivered)) {
            Arrival arrival = new Arrival(event, delivered.raw(), hash(event, delivered), Arrival.OnOtherContent.KEEP);
            accepted = accepted.compose(before -> heard(event))
                    .compose(heard -> context.inbound().accept(arrival.by(lease.fence())))
                    .mapEmpty();
        }
        return accepted;
    }

    private Future<Void> heard(ConversationEvent event) {
        return event instanceof MessageReceived message
                ? consent.heard(message.party(), message.text(), message.at())
                : Future.succeededFuture();
    }

    /** Two receipts that say the same differ in their times. */
    private Buffer hash(ConversationEvent event, DeliveredSms delivered) {
        return event instanceof DeliveryReported
                ? SmsEvents.hash(event.externalId())
                : reader.content(delivered.message());
    }

    private void count(boolean heard) {
        context.meters()
                .counter(DELIVERED, "inbox", context.inbox(), "heard", Boolean.toString(heard))
                .increment();
    }

    /** What still comes when the lease is lost is for the node that has it: stored here, it might be there twice. */
    private final class Left implements Taking {
        @Override
        public Future<Integer> status() {
            return Future.succeededFuture(Status.TEMPORARY_ERROR);
        }

        @Override
        public void answered(boolean heard) {
            count(false);
        }
    }
}
