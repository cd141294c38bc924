package tributary.load.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * What clients were told, and what they saw. Kept in memory for the checker and in a synced file for a person, because what a
 * crashed harness forgets cannot be held against anybody. Thread-safe.
 */
final class Book implements AutoCloseable {

    /** A customer's message that was answered {@code ok}. */
    record Acknowledged(String text, String customer, int number) {}

    private final FileChannel file;
    private final Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, String> replies = new ConcurrentHashMap<>();
    private final Map<String, Set<Long>> seenReplies = new ConcurrentHashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, Integer> refusals = new ConcurrentSkipListMap<>();

    Book(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    void acknowledged(String customer, int number, String text) {
        if (acknowledged.put(text, new Acknowledged(text, customer, number)) == null) {
            line("ok " + customer + " " + number);
        }
    }

    void refused(String code) {
        refusals.merge(code, 1, Integer::sum);
    }

    /** An agent's reply was answered 201. */
    void replied(String text, String customer) {
        replies.put(text, customer);
        line("reply " + customer + " " + text);
    }

    /** A customer saw a reply at a place of their stream; at the same place again, it is the same event. */
    void replySeen(String text, long place) {
        seenReplies
                .computeIfAbsent(text, added -> ConcurrentHashMap.newKeySet())
                .add(place);
    }

    /** Something that no client may ever see. */
    synchronized void complain(String what) {
        if (complaints.size() < 50) {
            complaints.add(what);
        }
    }

    synchronized List<String> complaints() {
        return List.copyOf(complaints);
    }

    Map<String, Acknowledged> acknowledged() {
        return Map.copyOf(acknowledged);
    }

    Map<String, String> replies() {
        return Map.copyOf(replies);
    }

    Set<Long> sights(String reply) {
        return seenReplies.getOrDefault(reply, Set.of());
    }

    Map<String, Integer> refusals() {
        return Map.copyOf(refusals);
    }

    void sync() throws IOException {
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.force(true);
        file.close();
    }

    private void line(String text) {
        try {
            file.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException full) {
            complain("the ledger cannot be written: " + full.getMessage());
        }
    }
}
