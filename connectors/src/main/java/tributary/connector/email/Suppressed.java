package tributary.connector.email;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import tributary.connector.ConnectorState;
import tributary.connector.email.address.EmailAddress;
import tributary.connector.email.send.Suppressions;

/** Addresses this inbox must not write to, kept with the connector's state. */
final class Suppressed implements Suppressions {

    private static final String PREFIX = "suppressed:";

    private final ConnectorState state;

    Suppressed(ConnectorState state) {
        this.state = state;
    }

    @Override
    public Future<Optional<Reason>> of(EmailAddress address) {
        return state.get(PREFIX + address.canonical())
                .map(found -> found.map(Buffer::toString)
                        .flatMap(word -> Stream.of(Reason.values())
                                .filter(reason -> reason.word().equals(word))
                                .findFirst()));
    }

    Future<Void> add(String address) {
        return state.put(PREFIX + address.toLowerCase(Locale.ROOT), Buffer.buffer(Reason.HARD_BOUNCE.word()));
    }
}
