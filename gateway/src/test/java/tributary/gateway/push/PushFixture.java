package tributary.gateway.push;

import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tributary.config.Secret;
import tributary.gateway.TestNode;
import tributary.gateway.identity.Identity;
import tributary.gateway.identity.setup.SetupConfig;
import tributary.gateway.platform.cluster.ClusterBus;
import tributary.gateway.platform.redis.MemoryState;
import tributary.gateway.ticket.TicketJson;

/** The live side of a test's node behind a real HTTP server on loopback. */
final class PushFixture {

    static final String EPOCH = "epoch-1";
    static final String ORIGIN = "https://desk.example.com";

    /** Small, so that a peer that does not read is noticed after little. */
    private static final int SOCKET_BUFFER = 8 * 1024;

    final TestNode node;
    final Identity identity;
    final Push push;
    private final int port;
    private final WebSocketClient client;

    PushFixture(TestNode node, PushConfig config) {
        this.node = node;
        this.identity = Identity.over(
                node.vertx,
                node.database,
                new SetupConfig(Optional.empty(), Optional.of(new Secret("")), Optional.of(new Secret(""))),
                node.meters);
        TicketJson json = new TicketJson(attachment -> "/a/" + attachment.id(), name -> Optional.empty());
        this.push = new Push(
                node.vertx,
                new Push.Stores(
                        node.database,
                        node.inboxes,
                        node.bus,
                        ClusterBus.ALONE,
                        new MemoryState(System::nanoTime),
                        json,
                        EPOCH),
                identity,
                config,
                ORIGIN::equals,
                (inbox, ids) -> Future.succeededFuture(Set.of()),
                node.meters);
        await(push.start());
        this.port = await(node.vertx
                        .createHttpServer(new HttpServerOptions()
                                .setHost("127.0.0.1")
                                .setPort(0)
                                .setSendBufferSize(SOCKET_BUFFER)
                                .setWebSocketSubProtocols(List.of("ag1")))
                        .requestHandler(push::upgrade)
                        .listen())
                .actualPort();
        this.client = node.vertx.createWebSocketClient(new WebSocketClientOptions()
                .setReceiveBufferSize(SOCKET_BUFFER)
                .setMaxFrameSize(8 * 1024 * 1024)
                .setMaxMessageSize(8 * 1024 * 1024));
    }

    /** A page that has not logged in yet. */
    AgentPage page() {
        return page(new WebSocketConnectOptions().addSubProtocol("ag1").setAllowOriginHeader(false));
    }

    AgentPage page(WebSocketConnectOptions options) {

        AgentPage page = new AgentPage();
        await(client.connect(options.setHost("127.0.0.1").setPort(port).setURI("/api/v1/ws"))
                .map(socket -> page.over(socket)));
        return page;
    }

    AgentPage logIn(UUID agent) {
        AgentPage page = page();
        page.auth(ticket(agent));
        return page;
    }

    /** A page of one log-in. */
    AgentPage logIn(UUID agent, String session) {
        AgentPage page = page();
        page.auth(await(identity.wsTickets().issue(agent, Optional.of(session))));
        return page;
    }

    String ticket(UUID agent) {
        return await(identity.wsTickets().issue(agent, Optional.empty()));
    }
}
