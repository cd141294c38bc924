package tributary.load.faults.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What clients sent, what they were told, what was delivered to providers, and what was shown to agents and customers. Kept in
 * memory for the checker and in synced files for a person. Any thread.
 */
public final class Book implements AutoCloseable {

    private static final int MOST_COMPLAINTS = 50;

    /** An agent's reply that was taken. */
    record Reply(String text, String inbox, String customer) {}

    /** A reply that reached a provider of ours. */
    private record Delivery(boolean taken, String answer) {}

    private final LedgerFiles files;
    private final Map<String, Sent> sent = new ConcurrentHashMap<>();
    private final Map<String, Sent> acknowledged = new ConcurrentHashMap<>();
    private final Set<String> kept = ConcurrentHashMap.newKeySet();
    private final Map<String, Reply> asked = new ConcurrentHashMap<>();
    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final Map<String, List<Delivery>> deliveries = new ConcurrentHashMap<>();
    private final Map<String, Set<Long>> sights = new ConcurrentHashMap<>();
    private final Set<String> decided = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> refusals = new ConcurrentSkipListMap<>();
    private final List<String> complaints = new ArrayList<>();

    /** @param folder of the files */
    public Book(Path folder) throws IOException {
        files = new LedgerFiles(folder);
    }

    /** A message is about to leave, for the first time or again. */
    public void sending(Sent message) {
        if (sent.put(message.text(), message) == null) {
            line(LedgerFiles.Name.SENT, message.inbox() + " " + message.name() + " " + message.text());
        }
    }

    public void acknowledged(Sent message) {
        if (acknowledged.put(message.text(), message) == null) {
            line(LedgerFiles.Name.TOLD, "ok " + message.name());
        }
    }

    /** A provider keeps a message until a node has fetched it: that is as good as acknowledged, but takes its time. */
    public void kept(Sent message) {
        kept.add(message.text());
        acknowledged(message);
    }

    /** @param code in the words of the channel, such as {@code smtp-451} */
    public void refused(String code, String what) {
        refusals.merge(code, 1, Integer::sum);
        line(LedgerFiles.Name.TOLD, code + " " + what);
    }

    /** There was no answer: it may be there or not. */
    public void unanswered(String what) {
        line(LedgerFiles.Name.TOLD, "unknown " + what);
    }

    /** An agent is about to reply. */
    public void replying(String text, String inbox, String customer) {
        if (asked.put(text, new Reply(text, inbox, customer)) == null) {
            line(LedgerFiles.Name.SENT, "reply " + inbox + " " + text);
        }
    }

    /** The reply was taken. */
    public void replied(String text) {
        Reply reply = asked.get(text);
        if (reply != null && replies.put(text, reply) == null) {
            line(LedgerFiles.Name.TOLD, "ok " + text);
        }
    }

    /**
     * A person decided about a reply of which nobody knew.
     *
     * @param action {@code resend}, {@code sent} or {@code discard}
     */
    public void decided(String text, String action) {
        decided.add(text);
        line(LedgerFiles.Name.SENT, action + " " + text);
    }

    /**
     * A provider had a reply.
     *
     * @param taken whether it went on to the customer
     * @param answer what the gateway was told
     */
    public void delivered(String text, boolean taken, String answer) {
        deliveries
                .computeIfAbsent(text, added -> new java.util.concurrent.CopyOnWriteArrayList<>())
                .add(new Delivery(taken, answer));
        line(LedgerFiles.Name.DELIVERED, (taken ? "taken " : "not taken ") + answer + " " + text);
    }

    /** A customer saw a reply at a place of their stream; at the same place again, it is the same event. */
    public void seen(String customer, String text, long place) {
        if (sights.computeIfAbsent(text, added -> ConcurrentHashMap.newKeySet()).add(place)) {
            line(LedgerFiles.Name.DELIVERED, "seen " + customer + " " + place + " " + text);
        }
    }

    /** An agent was shown something. */
    public void pushed(String agent, String topic, long place, String text) {
        line(LedgerFiles.Name.PUSHED, agent + " " + topic + " " + place + " " + text);
    }

    /** Something that no client may ever see. */
    public synchronized void complain(String promise, String what) {
        if (complaints.size() < MOST_COMPLAINTS) {
            complaints.add(promise + ": " + what);
        }
    }

    /** How many messages were acknowledged. */
    public int acknowledgements() {
        return acknowledged.size();
    }

    Map<String, Sent> sent() {
        return sent;
    }

    Map<String, Sent> acknowledged() {
        return acknowledged;
    }

    Map<String, Reply> asked() {
        return asked;
    }

    /** Texts that providers keep to be fetched. */
    Set<String> kept() {
        return kept;
    }

    Map<String, Reply> replies() {
        return replies;
    }

    /** How often a provider took a reply. */
    long taken(String text) {
        return deliveries.getOrDefault(text, List.of()).stream()
                .filter(Delivery::taken)
                .count();
    }

    boolean byAPerson(String text) {
        return decided.contains(text);
    }

    Set<Long> sights(String reply) {
        return sights.getOrDefault(reply, Set.of());
    }

    Map<String, Integer> refusals() {
        return refusals;
    }

    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    public void sync() throws IOException {
        files.sync();
    }

    @Override
    public void close() throws IOException {
        files.close();
    }

    private void line(LedgerFiles.Name name, String text) {
        try {
            files.line(name, text);
        } catch (IOException full) {
            complain("harness", "the ledger cannot be written: " + full.getMessage());
        }
    }
}
