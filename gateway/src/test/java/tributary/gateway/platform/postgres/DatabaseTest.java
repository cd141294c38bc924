package tributary.gateway.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53300", "57P01", "57P03", "08006", "58030", "25P03", "25006", "40001", "55P03"})
    void aServerThatIsFullAwayOrBusyMaySucceedLater(String state) {
        assertThat(Database.unavailable(server(state))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23503", "42601", "XX000"})
    void whatTheServerWillAlwaysRefuseMayNot(String state) {
        assertThat(Database.unavailable(server(state))).isFalse();
    }

    @Test
    void aLostOrRefusedConnectionMaySucceedLater() {
        assertThat(Database.unavailable(new ConnectException())).isTrue();
        assertThat(Database.unavailable(ClosedConnectionException.INSTANCE)).isTrue();
        assertThat(Database.unavailable(new VertxException("Connection is not active now")))
                .isTrue();
        assertThat(Database.unavailable(new TimeoutException())).isTrue();
        assertThat(Database.unavailable(new IllegalStateException())).isFalse();
    }

    private static PgException server(String state) {
        return new PgException("no", "ERROR", state, "");
    }
}
