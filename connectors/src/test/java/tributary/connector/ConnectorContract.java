package tributary.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tributary.conversation.ConversationEvent;
import tributary.conversation.OutboundMessage;

/** What every connector promises, whatever its protocol. A channel says how a message comes in and what its answers mean. */
public abstract class ConnectorContract {

    /** What the provider or customer was told. */
    protected enum Answer {
        ACKNOWLEDGED,
        TRY_LATER,
        REFUSED
    }

    protected abstract FakeGateway gateway();

    /** The connector, started. */
    protected abstract Connector connector();

    /** Brings a message over the channel's wire; the same id again is the provider's repetition. */
    protected abstract Future<Answer> bring(String id, String text) throws Exception;

    /** Brings something that the channel's protocol does not allow. */
    protected abstract Future<Answer> bringMalformed() throws Exception;

    /** Words that must never show: keys and passwords of the inbox. */
    protected abstract List<String> secrets();

    /** A message to a customer of this channel, which the provider takes. */
    protected abstract OutboundMessage deliverable();

    @Test
    void acknowledgesOnlyAfterTheJournalAccepted() throws Exception {
        gateway().inbound.hold();

        Future<Answer> answer = bring("m-1", "hello");
        Eventually.becomesTrue(() -> gateway().inbound.arrivals().size() == 1);
        assertThat(answer.isComplete()).isFalse();
        gateway().inbound.release();

        assertThat(get(answer)).isEqualTo(Answer.ACKNOWLEDGED);
    }

    @Test
    void asksToTryLaterWhenTheJournalCannotAccept() throws Exception {
        gateway().inbound.unavailable(true);

        assertThat(get(bring("m-2", "hello"))).isEqualTo(Answer.TRY_LATER);
    }

    @Test
    void acknowledgesARepetitionUnderTheSameExternalId() throws Exception {
        get(bring("m-3", "hello"));

        assertThat(get(bring("m-3", "hello"))).isEqualTo(Answer.ACKNOWLEDGED);

        List<Arrival> arrivals = gateway().inbound.arrivals();
        assertThat(arrivals.get(1).event().externalId())
                .isNotEmpty()
                .isEqualTo(arrivals.get(0).event().externalId());
        assertThat(arrivals.get(1).contentHash()).isEqualTo(arrivals.get(0).contentHash());
        assertThat(gateway().inbound.stored()).hasSize(1);
    }

    @Test
    void readsFromTheRawPayloadExactlyTheEventItBrought() throws Exception {
        get(bring("m-4", "hello"));

        Arrival arrival = gateway().inbound.stored().get(0);
        List<ConversationEvent> events = get(connector().read(arrival.raw()));

        assertThat(events).containsExactly(arrival.event());
        assertThat(get(connector().read(arrival.raw()))).isEqualTo(events);
        assertThat(arrival.contentHash().length()).isEqualTo(32);
    }

    @Test
    void refusesMalformedInputAndBringsNothingToTheJournal() throws Exception {
        assertThat(get(bringMalformed())).isEqualTo(Answer.REFUSED);
        assertThat(gateway().inbound.arrivals()).isEmpty();
    }

    @Test
    void saysUnreadableOfARawPayloadThatIsNotOne() throws Exception {
        for (String raw : List.of(
                "", "{}", "[]", "no json", "{\"v\":1}", UUID.randomUUID().toString())) {
            try {
                get(connector().read(Buffer.buffer(raw)));
                throw new AssertionError("read \"" + raw + "\"");
            } catch (ExecutionException e) {
                assertThat(e).cause().isInstanceOf(UnreadableException.class).hasMessageContaining("expected");
            }
        }
    }

    @Test
    void sendsWhatTheProviderTakes() throws Exception {
        assertThat(get(connector().send(deliverable()))).isInstanceOf(Delivery.Accepted.class);
    }

    @Test
    void showsNoSecret() {
        assertThat(connector().toString()).doesNotContain(secrets());
    }

    @Test
    void finishesWhatItAcceptedBeforeItStops() throws Exception {
        gateway().inbound.hold();
        Future<Answer> answer = bring("m-5", "hello");
        Eventually.becomesTrue(() -> gateway().inbound.arrivals().size() == 1);

        Future<Void> stopped = connector().stop();
        gateway().inbound.release();

        assertThat(get(answer)).isEqualTo(Answer.ACKNOWLEDGED);
        get(stopped);
    }

    protected static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
