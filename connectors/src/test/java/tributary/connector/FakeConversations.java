package tributary.connector;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Author;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.PartyEvent;
import tributary.conversation.PartyKey;
import tributary.conversation.Signal;

/** Party streams in memory. */
public final class FakeConversations implements Conversations {
    private final Vertx vertx;
    private final Map<PartyKey, List<PartyEvent>> streams = new HashMap<>();
    private final Map<PartyKey, List<PartyEvent.Posted>> joined = new HashMap<>();
    private final List<Follower> followers = new CopyOnWriteArrayList<>();
    private volatile Predicate<String> journal = id -> false;
    private volatile int agents = 1;
    private volatile boolean silent;
    private volatile boolean blind;

    private record Follower(PartyKey party, Context context, Consumer<Batch> events, Consumer<Signal> signals) {}

    FakeConversations(Vertx vertx) {
        this.vertx = vertx;
    }

    void journal(Predicate<String> has) {
        journal = has;
    }

    public void agents(int online) {
        agents = online;
    }

    /** Live events are not published, as if the bus lost them. */
    public void silent(boolean lost) {
        silent = lost;
    }

    /** Reads do not see events, as if the log had a hole. */
    public void blind(boolean hole) {
        blind = hole;
    }

    public int followers() {
        return followers.size();
    }

    public synchronized PartyEvent append(PartyKey party, LongFunction<PartyEvent> event) {
        List<PartyEvent> stream = streams.computeIfAbsent(party, p -> new ArrayList<>());
        PartyEvent added = event.apply(stream.size() + 1L);
        stream.add(added);
        if (!silent) {
            followers.stream()
                    .filter(f -> f.party().equals(party))
                    .forEach(f -> f.context().runOnContext(v -> f.events().accept(new Batch(List.of(added)))));
        }
        return added;
    }

    public PartyEvent.Posted say(PartyKey party, Author author, String text) {
        return (PartyEvent.Posted) append(
                party,
                seq -> new PartyEvent.Posted(
                        seq, UUID.randomUUID(), null, author, text, List.of(), null, Instant.now()));
    }

    void post(MessageReceived message, UUID id) {
        append(
                message.party(),
                seq -> new PartyEvent.Posted(
                        seq,
                        id,
                        message.clientId(),
                        message.author(),
                        message.text(),
                        message.attachments(),
                        message.replyTo(),
                        Instant.now()));
    }

    /** The messages of one party are the other's from now on; they get no place in its stream. */
    public synchronized void merge(PartyKey from, PartyKey into) {
        joined.put(into, posted(from));
        streams.remove(from);
        append(into, seq -> new PartyEvent.IdentityMerged(seq, Instant.now()));
    }

    private List<PartyEvent.Posted> posted(PartyKey party) {
        return stream(party).stream()
                .filter(PartyEvent.Posted.class::isInstance)
                .map(PartyEvent.Posted.class::cast)
                .toList();
    }

    public void signal(PartyKey party, Signal signal) {
        followers.stream()
                .filter(f -> f.party().equals(party))
                .forEach(f -> f.context().runOnContext(v -> f.signals().accept(signal)));
    }

    @Override
    public String epoch() {
        return "e1";
    }

    @Override
    public Subscription subscribe(PartyKey party, Consumer<Batch> events, Consumer<Signal> signals) {
        Follower follower = new Follower(party, vertx.getOrCreateContext(), events, signals);
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    @Override
    public synchronized Future<State> state(PartyKey party) {
        Optional<Ticket> ticket = stream(party).stream()
                .filter(PartyEvent.StatusChanged.class::isInstance)
                .map(PartyEvent.StatusChanged.class::cast)
                .reduce((a, b) -> b)
                .map(e -> new Ticket(e.ticket(), e.status(), Optional.empty()));
        return later(new State(stream(party).size(), ticket, Optional.empty(), Optional.empty()));
    }

    @Override
    public synchronized Future<List<PartyEvent>> after(PartyKey party, long seq, int limit) {
        List<PartyEvent> stream = blind ? List.of() : stream(party);
        return later(stream.stream().filter(e -> e.seq() > seq).limit(limit).toList());
    }

    @Override
    public synchronized Future<Page> history(PartyKey party, @Nullable UUID before, int limit) {
        List<PartyEvent.Posted> posted = new ArrayList<>(joined.getOrDefault(party, List.of()));
        posted.addAll(posted(party));
        int end = before == null
                ? posted.size()
                : posted.stream().map(PartyEvent.Posted::message).toList().indexOf(before);
        int from = Math.max(0, end - limit);
        return later(new Page(posted.subList(from, Math.max(from, end)), from > 0));
    }

    @Override
    public Future<Set<String>> known(String inbox, List<String> externalIds) {
        return later(externalIds.stream().filter(journal).collect(Collectors.toSet()));
    }

    @Override
    public int agentsOnline(String inbox) {
        return agents;
    }

    public synchronized List<PartyEvent> stream(PartyKey party) {
        return List.copyOf(streams.getOrDefault(party, List.of()));
    }

    /** Ends on the caller's context, never at once. */
    private <T> Future<T> later(T value) {
        Context context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        context.runOnContext(v -> promise.complete(value));
        return promise.future();
    }
}
