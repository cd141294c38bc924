package tributary.gateway.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tributary.gateway.platform.cluster.ClusterBus;

class TicketBusTest {

    /** The cluster's bus publishes under "tributary." and the topic; the two were one address once. */
    @Test
    void whatOtherNodesPublishDoesNotReachTheReadersOfThisNode() {
        Vertx vertx = Vertx.vertx();
        CompletableFuture<Throwable> broken = new CompletableFuture<>();
        vertx.exceptionHandler(broken::complete);
        new TicketBus(vertx, ClusterBus.ALONE).subscribeHere(events -> broken.complete(new AssertionError(events)));

        vertx.eventBus().publish("tributary.ticket-log", Buffer.buffer("of another node"));
        vertx.eventBus()
                .request("tributary.nobody", "")
                .otherwiseEmpty()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        vertx.close().toCompletionStage().toCompletableFuture().join();

        assertThat(broken).isNotDone();
    }
}
