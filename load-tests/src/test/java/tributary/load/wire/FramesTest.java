package tributary.load.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {

    @Test
    void readsTheMessageInsideAnEvent() {
        String frame = "{\"t\":\"ev\",\"topic\":\"inbox:web\",\"s\":12,\"d\":{\"k\":\"message.created\",\"ticket\":7,"
                + "\"data\":{\"id\":\"m\",\"seq\":3,\"author\":{\"text\":\"no\"},\"direction\":\"inbound\","
                + "\"attachments\":[{\"text\":\"no\"}],\"text\":\"v1-2 xx\"}}}";

        Envelope envelope = read(frame).get(0);

        assertThat(envelope.type()).isEqualTo("ev");
        assertThat(envelope.position()).isEqualTo(12);
        assertThat(envelope.isDurable()).isTrue();
        assertThat(envelope.kind()).isEqualTo("message.created");
        assertThat(envelope.ticket()).isEqualTo(7);
        assertThat(envelope.direction()).isEqualTo("inbound");
        assertThat(envelope.text()).isEqualTo("v1-2 xx");
        assertThat(envelope.length()).isEqualTo(frame.length());
    }

    @Test
    void readsABatchInOrder() {
        List<Envelope> envelopes =
                read("[{\"t\":\"ok\",\"re\":2,\"d\":{}},{\"t\":\"err\",\"re\":3,\"d\":{\"code\":\"too-long\"}}]");

        assertThat(envelopes).extracting(Envelope::type).containsExactly("ok", "err");
        assertThat(envelopes).extracting(Envelope::re).containsExactly(2L, 3L);
        assertThat(envelopes.get(1).code()).isEqualTo("too-long");
        assertThat(envelopes.get(1).isDurable()).isFalse();
        assertThat(envelopes.get(0).length()).isEqualTo("{\"t\":\"ok\",\"re\":2,\"d\":{}}".length());
    }

    @Test
    void readsTheAnswerToASubscriptionAndTheHeadsOfAHeartbeat() {
        Envelope answer = read("{\"t\":\"ok\",\"re\":2,\"d\":{\"epoch\":\"k1\",\"seq\":318,\"recovered\":true,"
                        + "\"snapshot\":{\"seq\":1,\"epoch\":\"no\"}}}")
                .get(0);
        Envelope ping =
                read("{\"t\":\"ping\",\"d\":{\"heads\":{\"inbox:web\":320}}}").get(0);

        assertThat(answer.epoch()).isEqualTo("k1");
        assertThat(answer.seq()).isEqualTo(318);
        assertThat(answer.recovered()).isTrue();
        assertThat(ping.head()).isEqualTo(320);
    }

    @Test
    void refusesWhatIsNoFrame() {
        assertThatThrownBy(() -> read("{\"t\":")).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> read("17")).isInstanceOf(UncheckedIOException.class);
    }

    private static List<Envelope> read(String frame) {
        List<Envelope> envelopes = new ArrayList<>();
        Frames.read(frame, envelopes::add);
        return envelopes;
    }
}
