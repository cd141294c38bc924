package tributary.gateway.push;

import io.vertx.core.Context;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tributary.conversation.PartyKey;
import tributary.conversation.Signal;
import tributary.gateway.ticket.TicketEvent;

/**
 * Who listens on this node: agents' sockets by topic, grouped by event loop, and customers' streams by party. An event is
 * encoded once and handed to each loop once; the loop writes it to its sockets.
 */
final class Hub {

    private final EventFrames frames;
    private final Map<Thread, Loop> loops = new ConcurrentHashMap<>();
    private final Map<String, Integer> topics = new ConcurrentHashMap<>();
    private final Map<PartyKey, List<PartyListener>> parties = new ConcurrentHashMap<>();

    /** The newest position of each inbox's topic; touched where {@link #deliver} and {@link #beat} are called. */
    private final Map<String, Long> passedOn = new HashMap<>();

    Hub(EventFrames frames) {
        this.frames = frames;
    }

    /** Passes consecutive entries of one inbox on. */
    void deliver(List<TicketEvent> events) {
        TicketEvent last = events.get(events.size() - 1);
        passedOn.put(EventFrames.inboxTopic(last.inbox()), last.position());
        Map<String, List<Push>> byTopic = new LinkedHashMap<>();
        for (TicketEvent event : events) {
            String inbox = EventFrames.inboxTopic(event.inbox());
            String ticket = EventFrames.ticketTopic(event.number());
            boolean toInbox = topics.containsKey(inbox);
            boolean toTicket = topics.containsKey(ticket);
            if (toInbox || toTicket) {
                String body = frames.body(event);
                if (toInbox) {
                    add(byTopic, inbox, event.position(), body);
                }
                if (toTicket) {
                    add(byTopic, ticket, event.seq(), body);
                }
            }
        }
        List<Push> pushes = new ArrayList<>();
        byTopic.forEach((topic, singles) -> pushes.addAll(Push.joined(singles, topics.getOrDefault(topic, 0))));
        if (!pushes.isEmpty()) {
            loops.forEach((thread, loop) -> loop.context.runOnContext(on -> loop.push(pushes)));
        }
        toParties(events);
    }

    private static void add(Map<String, List<Push>> byTopic, String topic, long s, @Nullable String body) {
        byTopic.computeIfAbsent(topic, added -> new ArrayList<>())
                .add(new Push(topic, s, s, EventFrames.frame(topic, s, body)));
    }

    private void toParties(List<TicketEvent> events) {
        Map<PartyKey, List<TicketEvent>> byParty = new HashMap<>();
        for (TicketEvent event : events) {
            if (event.partySeq() != null && parties.containsKey(event.party())) {
                byParty.computeIfAbsent(event.party(), party -> new ArrayList<>())
                        .add(event);
            }
        }
        byParty.forEach((party, theirs) -> listeners(party).forEach(listener -> listener.events(theirs)));
    }

    /** Sends an ephemeral frame to a topic's sockets. */
    void ephemeral(String topic, String frame) {
        if (topics.containsKey(topic)) {
            loops.forEach((thread, loop) -> loop.context.runOnContext(on -> loop.ephemeral(topic, frame)));
        }
    }

    /** Sends an ephemeral frame to the agents who look at a ticket of this party. */
    void ephemeral(PartyKey party, Signal.Typing typing) {
        loops.forEach((thread, loop) -> loop.context.runOnContext(on -> loop.typing(party, typing)));
    }

    /** Hands a signal to a customer's own connections. */
    void signal(PartyKey party, Signal signal) {
        listeners(party).forEach(listener -> listener.signal(signal));
    }

    /** Hands a signal to all customers connected to an inbox. */
    void signal(String inbox, Signal signal) {
        parties.forEach((party, listeners) -> {
            if (party.inbox().equals(inbox)) {
                listeners.forEach(listener -> listener.signal(signal));
            }
        });
    }

    /** The group of the event loop this is called on; a request's own context is one of many on the same loop. */
    Loop loop(Context here) {
        return loops.computeIfAbsent(Thread.currentThread(), added -> new Loop(here));
    }

    /** A heartbeat on all sockets. Its heads are those of now: it comes behind what was pushed, and ahead of what will be. */
    void beat() {
        Map<String, Long> heads = Map.copyOf(passedOn);
        eachSocket(socket -> socket.beat(heads));
    }

    /** Every socket of an agent, over all loops; each is called on its own loop. */
    void eachSocket(Consumer<AgentSocket> action) {
        loops.forEach(
                (thread, loop) -> loop.context.runOnContext(on -> loop.sockets().forEach(action)));
    }

    void add(PartyKey party, PartyListener listener) {
        parties.computeIfAbsent(party, added -> new CopyOnWriteArrayList<>()).add(listener);
    }

    /** Answers whether it was the party's last one. */
    boolean remove(PartyKey party, PartyListener listener) {
        return parties.computeIfPresent(party, (key, listeners) -> {
                    listeners.remove(listener);
                    return listeners.isEmpty() ? null : listeners;
                })
                == null;
    }

    /** The customers connected here, as of now. */
    Collection<PartyKey> parties() {
        return parties.keySet();
    }

    private List<PartyListener> listeners(PartyKey party) {
        return parties.getOrDefault(party, List.of());
    }

    /**
     * A frame for a topic: one envelope, or an array of consecutive ones.
     *
     * @param first position of the first envelope
     * @param last position of the last one
     */
    record Push(String topic, long first, long last, String frame) {

        private static final int MOST_JOINED = 50;
        private static final int MOST_CHARACTERS = 32_768;

        /** Two envelopes for fewer listeners go one by one: an array saves little then. */
        private static final int PAIRS_FROM = 10;

        /** Puts consecutive envelopes of one topic into as few frames as their bounds allow. */
        static List<Push> joined(List<Push> singles, int listeners) {
            if (singles.size() == 1 || (singles.size() == 2 && listeners < PAIRS_FROM)) {
                return singles;
            }
            List<Push> joined = new ArrayList<>();
            List<Push> open = new ArrayList<>();
            int characters = 0;
            for (Push push : singles) {
                characters += push.frame().length();
                if (!open.isEmpty() && (open.size() == MOST_JOINED || characters > MOST_CHARACTERS)) {
                    joined.add(join(open));
                    open.clear();
                    characters = push.frame().length();
                }
                open.add(push);
            }
            joined.add(join(open));
            return joined;
        }

        private static Push join(List<Push> pushes) {
            Push first = pushes.get(0);
            if (pushes.size() == 1) {
                return first;
            }
            String frame = pushes.stream().map(Push::frame).collect(Collectors.joining(",", "[", "]"));
            return new Push(
                    first.topic(), first.first(), pushes.get(pushes.size() - 1).last(), frame);
        }
    }

    /** A customer's connection; called from any thread. */
    interface PartyListener {
        void events(List<TicketEvent> events);

        void signal(Signal signal);
    }

    /** The sockets of one event loop; touched on that loop only. */
    final class Loop {
        private final Map<String, Set<TopicSubscription>> byTopic = new HashMap<>();
        private final Map<UUID, AgentSocket> sockets = new HashMap<>();
        private final Context context;

        Loop(Context context) {
            this.context = context;
        }

        void add(AgentSocket socket) {
            sockets.put(socket.id(), socket);
        }

        void remove(AgentSocket socket) {
            sockets.remove(socket.id());
        }

        boolean has(AgentSocket socket) {
            return sockets.containsKey(socket.id());
        }

        Collection<AgentSocket> sockets() {
            return List.copyOf(sockets.values());
        }

        /** From the return of this method on, no entry is missed: what comes later is pushed, what came before is in the log. */
        void subscribe(TopicSubscription subscription) {
            if (byTopic.computeIfAbsent(subscription.topic(), topic -> new HashSet<>())
                    .add(subscription)) {
                topics.merge(subscription.topic(), 1, Integer::sum);
            }
        }

        void unsubscribe(TopicSubscription subscription) {
            Set<TopicSubscription> subscriptions = byTopic.get(subscription.topic());
            if (subscriptions != null && subscriptions.remove(subscription)) {
                topics.computeIfPresent(subscription.topic(), (topic, count) -> count == 1 ? null : count - 1);
                if (subscriptions.isEmpty()) {
                    byTopic.remove(subscription.topic());
                }
            }
        }

        private void push(List<Push> pushes) {
            for (Push push : pushes) {
                List<TopicSubscription> followers = subscriptions(push.topic());
                if (!followers.isEmpty()) {
                    byte[] utf8 = push.frame().getBytes(StandardCharsets.UTF_8);
                    followers.forEach(follower -> follower.push(push, utf8));
                }
            }
        }

        private void ephemeral(String topic, String frame) {
            subscriptions(topic).forEach(subscription -> subscription.ephemeral(frame));
        }

        private void typing(PartyKey party, Signal.Typing typing) {
            byTopic.values()
                    .forEach(subscriptions -> subscriptions.stream()
                            .filter(subscription -> subscription.isAbout(party))
                            .forEach(subscription -> subscription.ephemeral("{\"t\":\"typing\",\"topic\":\""
                                    + subscription.topic() + "\",\"d\":{\"on\":" + typing.on()
                                    + ",\"by\":{\"k\":\"visitor\"}}}")));
        }

        /** A copy only where a push may end a subscription on the way. */
        private List<TopicSubscription> subscriptions(String topic) {
            return List.copyOf(byTopic.getOrDefault(topic, Set.of()));
        }
    }
}
