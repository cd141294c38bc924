package tributary.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Conversations;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyEvent;
import tributary.conversation.PartyKey;
import tributary.gateway.TestNode;
import tributary.gateway.platform.postgres.TestDatabase;

/** What a customer's own stream tells, live and read again. */
class CustomerStreamIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private static final PartyKey V1 = new PartyKey("web", new IdentityKey("visitor", "web", "v1"));

    private final List<PartyEvent> pushed = new CopyOnWriteArrayList<>();
    private TestNode node;
    private Conversations conversations;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB).withIntake();
        conversations = new PushFixture(node, PushConfig.DEFAULT).push.conversations();
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void theFirstMessageBeginsTheConversation() {
        conversations.subscribe(V1, batch -> pushed.addAll(batch.events()), signal -> {});

        long ticket = node.says("v1", "hello");

        TestNode.eventually(() -> pushed.size() == 2);
        List<PartyEvent> stored = await(conversations.after(V1, 0, 10));
        for (List<PartyEvent> events : List.of(pushed, stored)) {
            assertThat(events).extracting(PartyEvent::seq).containsExactly(1L, 2L);
            assertThat(events.get(0))
                    .isEqualTo(new PartyEvent.StatusChanged(
                            1, ticket, "new", events.get(0).at()));
            assertThat(events.get(1)).isInstanceOf(PartyEvent.Posted.class);
        }
    }
}
