package tributary.gateway.identity.session;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.gateway.identity.IdentityFixture;
import tributary.gateway.identity.agent.Access;
import tributary.gateway.identity.agent.Role;
import tributary.gateway.platform.postgres.TestDatabase;

class WsTicketsIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private IdentityFixture fixture;
    private WsTickets tickets;
    private Access mei;

    @BeforeEach
    void empties() {
        fixture = IdentityFixture.fresh(DB);
        tickets = fixture.identity.wsTickets();
        mei = fixture.agent("mei@example.com", Role.AGENT, "web");
    }

    @Test
    void anyNodeTakesATicketOnce() {
        String ticket = issue();

        assertThat(await(IdentityFixture.node(DB).identity.wsTickets().redeem(ticket)))
                .contains(new SocketAccess(mei, Optional.empty()));
        assertThat(await(tickets.redeem(ticket))).isEmpty();
    }

    @Test
    void ofManyWhoRedeemATicketAtOnceOneSucceeds() {
        String ticket = issue();

        List<Future<Optional<SocketAccess>>> attempts =
                Stream.generate(() -> tickets.redeem(ticket)).limit(8).toList();

        await(Future.all(attempts));
        assertThat(attempts.stream().filter(attempt -> attempt.result().isPresent()))
                .hasSize(1);
    }

    @Test
    void aTicketIsWorthlessAfterHalfAMinute() {
        String ticket = issue();
        assertThat(DB.value("select expires_at - now() between interval '25 seconds' and interval '30 seconds'"
                        + " from ws_ticket"))
                .isEqualTo(true);

        DB.run("update ws_ticket set expires_at = now()");

        assertThat(await(tickets.redeem(ticket))).isEmpty();
        assertThat(fixture.count("ws_ticket")).isZero();
    }

    @Test
    void theTicketOfAnInactiveAgentIsWorthless() {
        String ticket = issue();
        DB.run("update agent set active = false");

        assertThat(await(tickets.redeem(ticket))).isEmpty();
    }

    @Test
    void emptyAndUnknownTicketsStandForNobody() {
        issue();

        assertThat(await(tickets.redeem(""))).isEmpty();
        assertThat(await(tickets.redeem("x"))).isEmpty();
        assertThat(fixture.count("ws_ticket")).isEqualTo(1);
    }

    @Test
    void sweepingRemovesOnlyWhatHasEnded() {
        issue();
        DB.run("update ws_ticket set expires_at = now()");
        String live = issue();

        await(fixture.identity.sweep());

        assertThat(fixture.count("ws_ticket")).isEqualTo(1);
        assertThat(await(tickets.redeem(live))).contains(new SocketAccess(mei, Optional.empty()));
    }

    private String issue() {
        return await(tickets.issue(mei.agent().id(), Optional.empty()));
    }
}
