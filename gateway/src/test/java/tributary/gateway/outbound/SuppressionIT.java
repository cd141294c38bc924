package tributary.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Delivery;
import tributary.conversation.Unreachable;
import tributary.gateway.TestNode;
import tributary.gateway.inbox.suppression.Suppression;
import tributary.gateway.inbox.suppression.SuppressionTable;
import tributary.gateway.platform.postgres.TestDatabase;

/** How an address comes on the list, and what becomes of letters to it. */
class SuppressionIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private UUID mei;
    private UUID message;
    private FakeConnector connector;
    private Dispatcher dispatcher;
    private SuppressionTable table;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        DB.run("truncate suppression");
        mei = node.agent("Mei");
        message = node.reply(node.says("v1", "hello"), mei, "hi").id();
        DB.run(
                "update message set letter = '{\"to\": [{\"name\": \"\", \"address\": \"li@example.cn\"}], \"cc\": [], \"bcc\": [],"
                        + " \"subject\": \"s\"}' where direction = 'outbound'");
        connector = new FakeConnector(false);
        dispatcher = OutboundIT.dispatcher(node, connector);
        table = new SuppressionTable(node.database);
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void aLetterToASuppressedAddressFailsAndIsHandedToNobody() {
        await(node.database.transaction(work -> table.add(work, "Li@Example.cn", "manual", "asked us to", mei)));

        await(OutboundIT.dispatch(node, dispatcher));

        assertThat(connector.sent).isEmpty();
        assertThat(node.value("select concat_ws('|', state, reason) from outbox"))
                .isEqualTo("failed|suppressed: manual (li@example.cn)");
    }

    @Test
    void whatTheProviderSaysOfTheAddressIsRemembered() {
        connector.answers(new Delivery.Rejected("550 5.1.1 gone", null, said(Unreachable.HARD_BOUNCE)));

        await(OutboundIT.dispatch(node, dispatcher));

        assertThat(list()).singleElement().satisfies(entry -> {
            assertThat(entry.address()).isEqualTo("li@example.cn");
            assertThat(entry.reason()).isEqualTo("hard-bounce");
            assertThat(entry.active()).isTrue();
            assertThat(entry.inbox()).contains("web");
            assertThat(entry.expiresAt()).isEmpty();
        });
    }

    @Test
    void nobodyIsSuppressedByAWordAboutAMessageThatDidNotGoToThem() {
        learn(new Unreachable("victim@example.cn", Unreachable.HARD_BOUNCE, message));

        assertThat(list()).isEmpty();
    }

    @Test
    void softBouncesCountAfterSomeStrikesAndAreForgotten() {
        for (int i = 1; i < SuppressionTable.STRIKES; i++) {
            learn(said(Unreachable.SOFT_BOUNCE));
        }
        assertThat(list()).singleElement().extracting(Suppression::active).isEqualTo(false);

        learn(said(Unreachable.SOFT_BOUNCE));
        assertThat(list()).singleElement().extracting(Suppression::active).isEqualTo(true);
        assertThat(suppressed()).contains("suppressed: soft-bounce (li@example.cn)");

        DB.run("update suppression set expires_at = now() - interval '1 second'");
        assertThat(suppressed()).isEmpty();
        learn(said(Unreachable.SOFT_BOUNCE));
        assertThat(list()).singleElement().extracting(Suppression::strikes).isEqualTo(1);
    }

    @Test
    void aWeakerReasonDoesNotTakeTheStrongersPlace() {
        learn(said(Unreachable.COMPLAINT));
        learn(said(Unreachable.SOFT_BOUNCE));
        learn(said(Unreachable.HARD_BOUNCE));

        assertThat(list()).singleElement().satisfies(entry -> {
            assertThat(entry.reason()).isEqualTo("complaint");
            assertThat(entry.expiresAt()).isEmpty();
        });
    }

    @Test
    void aLiftedAddressIsWrittenToAgainAndTheAuditKnowsWho() {
        Suppression added =
                await(node.database.transaction(work -> table.add(work, "li@example.cn", "unsubscribe", "", mei)));

        assertThat(await(table.lift(added.id(), mei))).isTrue();
        assertThat(await(table.lift(added.id(), mei))).isFalse();

        await(OutboundIT.dispatch(node, dispatcher));
        assertThat(connector.texts()).containsExactly("hi");
        assertThat(node.value("select string_agg(action, ' ' order by action) from audit where subject = '" + added.id()
                        + "' and actor_id = '" + mei + "' and data ->> 'reason' = 'unsubscribe'"))
                .isEqualTo("suppression.added suppression.lifted");
    }

    @Test
    void theListIsReadInPagesAndSearched() {
        for (String name : List.of("a", "b", "c")) {
            await(node.database.transaction(work -> table.add(work, name + "@example.cn", "manual", "", mei)));
        }

        List<Suppression> first = await(table.list(Optional.empty(), null, 2));
        List<Suppression> rest = await(table.list(Optional.empty(), first.get(1).id(), 2));

        assertThat(first).extracting(Suppression::address).containsExactly("c@example.cn", "b@example.cn");
        assertThat(rest).extracting(Suppression::address).containsExactly("a@example.cn");
        assertThat(await(table.list(Optional.of("B@ex"), null, 9)))
                .extracting(Suppression::address)
                .containsExactly("b@example.cn");
    }

    private Unreachable said(String reason) {
        return new Unreachable("li@example.cn", reason, message);
    }

    private void learn(Unreachable unreachable) {
        await(node.database.transaction(
                work -> SuppressionTable.learn(work, node.web().id(), unreachable)));
    }

    private Optional<String> suppressed() {
        return await(node.database.transaction(work -> SuppressionTable.first(work, List.of("Li@example.cn"))));
    }

    private List<Suppression> list() {
        return await(table.list(Optional.empty(), null, 10));
    }
}
