package tributary.load.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tributary.load.wire.Envelope;

/** An agent against a server that says exactly what a test lets it say. */
class AgentIT {

    private static final int END = 5;

    private final Vertx vertx = Vertx.vertx();
    private final List<Long> told = new ArrayList<>();
    private final Promise<Void> end = Promise.promise();

    @AfterEach
    void stops() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void whatWasOnItsWayWhenTheAgentAskedAgainCountsOnce() throws Exception {
        Agent agent = against(List.of(event(2), event(3)), List.of(event(2), event(3), event(4)));

        assertThat(told).containsExactly(1L, 2L, 3L, 4L);
        assertThat(agent.resubscribed()).isEqualTo(1);
        assertThat(agent.positions().repeats()).isZero();
        assertThat(agent.positions().holes()).isZero();
    }

    @Test
    void whatTheReplaySaysTwiceIsARepeat() throws Exception {
        Agent agent = against(List.of(event(2)), List.of(event(2), event(2), event(3), event(4)));

        assertThat(agent.positions().repeats()).isEqualTo(1);
    }

    @Test
    void whatTheReplayLeavesOutIsAHole() throws Exception {
        Agent agent = against(List.of(), List.of(event(3), event(4)));

        assertThat(agent.positions().holes()).isEqualTo(1);
    }

    /**
     * Says event 1, and with a heartbeat that there is more.
     *
     * @param underWay said before the answer to the second subscription
     * @param replay said after it
     */
    private Agent against(List<String> underWay, List<String> replay) throws Exception {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setWebSocketSubProtocols(List.of("ag1")))
                .webSocketHandler(socket -> socket.textMessageHandler(frame -> {
                    if (frame.contains("\"auth\"")) {
                        say(socket, List.of("{\"t\":\"ok\",\"re\":1,\"d\":{}}"));
                    } else if (frame.contains("\"pong\"")) {
                        return;
                    } else if (!frame.contains("\"epoch\"")) {
                        say(
                                socket,
                                List.of(ok(2, 0), event(1), "{\"t\":\"ping\",\"d\":{\"heads\":{\"inbox:web\":4}}}"));
                    } else {
                        say(socket, underWay);
                        say(socket, List.of(ok(3, 4)));
                        say(socket, replay);
                        say(socket, List.of(event(END)));
                    }
                }));
        int port = server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
        Dialler dialler = new Dialler(vertx, new Address(port, ""), 1);
        Future<Agent> subscribed = Agent.subscribe(dialler, "t", "inbox:web", Cursor.NOW, 0, new Agent.Listener() {
            @Override
            public void event(int index, Envelope envelope) {
                if (envelope.position() == END) {
                    end.complete();
                } else {
                    told.add(envelope.position());
                }
            }

            @Override
            public void gone(int index, int code, String reason) {}
        });
        Agent agent = subscribed.await(10, TimeUnit.SECONDS);
        end.future().await(10, TimeUnit.SECONDS);
        return agent;
    }

    private static void say(ServerWebSocket socket, List<String> frames) {
        frames.forEach(socket::writeTextMessage);
    }

    private static String ok(int request, long seq) {
        return "{\"t\":\"ok\",\"re\":" + request + ",\"d\":{\"epoch\":\"e\",\"seq\":" + seq
                + (request > 2 ? ",\"recovered\":true" : "") + "}}";
    }

    private static String event(long position) {
        return "{\"t\":\"ev\",\"topic\":\"inbox:web\",\"s\":" + position + ",\"d\":{\"k\":\"skip\"}}";
    }
}
