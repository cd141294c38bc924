package tributary.connector.sms.smpp;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import tributary.connector.Arrival;
import tributary.connector.ConnectorContext;
import tributary.connector.Leases;
import tributary.connector.sms.Consent;
import tributary.connector.sms.SmsEvents;
import tributary.connector.sms.smpp.pdu.Body;
import tributary.connector.sms.smpp.pdu.Status;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.MessageReceived;

/**
 * What the holder of the account does with deliveries: to the journal, under ids that know a repetition. Used on one event
 * loop.
 */
final class Receiver implements Session.Deliveries {

    static final String DELIVERED = "tributary_smpp_delivered_total";

    private final ConnectorContext context;
    private final Consent consent;
    private final DeliveredReader reader;
    private final Leases.Lease lease;
    private final KeptRepeats memory;

    private Receiver(
            ConnectorContext context, Consent consent, DeliveredReader reader, Leases.Lease lease, KeptRepeats memory) {
        this.context = context;
        this.consent = consent;
        this.reader = reader;
        this.lease = lease;
        this.memory = memory;
    }

    /** Takes over from the last holder; fails when the store is down. */
    static Future<Receiver> begin(
            ConnectorContext context, Consent consent, DeliveredReader reader, Leases.Lease lease) {
        return KeptRepeats.begin(context).map(memory -> new Receiver(context, consent, reader, lease, memory));
    }

    /** Before the lease is given back. */
    Future<Void> end() {
        return memory.end();
    }

    /** The session has ended. */
    void cut() {
        memory.repeats().cut(System.nanoTime());
    }

    @Override
    public Taking take(Body.Message message) {
        if (!lease.held()) {
            return new Left();
        }
        Repeats repeats = memory.repeats();
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
