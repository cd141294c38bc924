package tributary.gateway.push;

import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.conversation.PartyKey;
import tributary.gateway.identity.agent.Agent;
import tributary.gateway.identity.session.SocketAccess;

/** What a socket needs of the node around it. */
interface PushServices {

    Vertx vertx();

    PushConfig config();

    EventFrames frames();

    String epoch();

    /** Counts sockets that were cut because they read too slowly. */
    Counter slow();

    /** Counts requests refused with {@code err}. */
    Counter refused();

    /** Takes a one-use ticket; empty if it is not good. Completes on the socket's loop. */
    Future<Optional<SocketAccess>> redeem(String ticket);

    /** Finds a topic this socket's agent may follow; empty if there is none such, or not for them. */
    Future<Optional<Topic>> open(AgentSocket socket, String topic);

    /** Tells a new follower of a ticket who else is there. */
    void greet(AgentSocket socket, TopicSubscription subscription);

    void view(long ticket, Agent agent, Viewers.State state, Optional<PartyKey> party);

    void closed(AgentSocket socket);

    /** A topic that was found, before its first frame. */
    interface Topic {

        TopicSubscription subscription();

        /**
         * Where the subscription begins. Called after the subscription is in the hub.
         *
         * @param resume whether the peer named an epoch
         * @param known the position the peer has, if it is of this epoch
         */
        Future<Start> start(boolean resume, Optional<Long> known);
    }

    /**
     * @param answer the members of {@code ok.d}
     * @param from the position the peer has once it took the answer
     * @param upTo what the log is known to hold
     */
    record Start(JsonObject answer, long from, long upTo) {

        static Start live(long head) {
            return new Start(new JsonObject().put("seq", head), head, head);
        }

        static Start recovered(long from, long head) {
            return new Start(new JsonObject().put("seq", head).put("recovered", true), from, head);
        }

        static Start snapshot(long position, @Nullable JsonObject snapshot) {
            JsonObject answer = new JsonObject().put("seq", position).put("recovered", false);
            return new Start(answer.put("snapshot", snapshot), position, position);
        }
    }
}
