package tributary.gateway.intake;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import tributary.conversation.Author;
import tributary.conversation.ConversationEvent.MessagePartReceived;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.IdentityKey;
import tributary.gateway.intake.MessagePartTable.Part;
import tributary.gateway.intake.MessagePartTable.Source;
import tributary.gateway.journal.PendingEntry;
import tributary.gateway.platform.postgres.Transaction;

/**
 * Puts messages together that came in parts. The lane makes it safe: whoever brings the last part, there is one winner. A
 * part that is processed a second time, because nothing more came, makes a message of what is there.
 */
final class MessageParts {

    private final MessagePartTable table = new MessagePartTable();

    /** Replaces parts by the messages they complete; other events stay as they are. */
    Future<Ready> assemble(Transaction transaction, UUID inbox, List<Entry> entries) {
        List<Part> parts =
                entries.stream().flatMap(entry -> part(entry).stream()).toList();
        if (parts.isEmpty()) {
            return Future.succeededFuture(new Ready(entries, List.of()));
        }
        List<UUID> ids = parts.stream().map(Part::journalId).toList();
        return table.used(transaction, ids)
                .compose(used -> table.waiting(transaction, inbox, parts).compose(waiting -> {
                    Desk desk = new Desk(waiting, used);
                    entries.forEach(desk::take);
                    return table.change(transaction, inbox, desk.gone, desk.come.values())
                            .map(done -> new Ready(desk.ready, desk.sources));
                }));
    }

    void sources(Transaction transaction, Ready ready) {
        table.sources(transaction, ready.sources());
    }

    private static Optional<Part> part(Entry entry) {
        if (entry.event() instanceof MessagePartReceived part) {
            IdentityKey who = part.party().identity();
            String party = who.kind() + ":" + who.scope() + ":" + who.value();
            return Optional.of(new Part(
                    party, part.assembly(), part.number(), entry.pending().journalId(), part.codeUnits(), part.at()));
        }
        return Optional.empty();
    }

    /**
     * @param entries whole events, in order
     * @param sources further journal entries of their messages
     */
    record Ready(List<Entry> entries, List<Source> sources) {}

    private record Key(String party, String assembly) {}

    /** The assemblies of one batch. */
    private static final class Desk {
        private final Map<Key, SortedMap<Integer, Part>> open = new LinkedHashMap<>();
        private final Set<UUID> stored = new HashSet<>();
        private final Set<UUID> used;
        private final List<UUID> gone = new ArrayList<>();
        private final Map<UUID, Part> come = new LinkedHashMap<>();
        private final List<Entry> ready = new ArrayList<>();
        private final List<Source> sources = new ArrayList<>();

        Desk(List<Part> waiting, Set<UUID> used) {
            this.used = used;
            waiting.forEach(part -> {
                stored.add(part.journalId());
                assembly(part).put(part.number(), part);
            });
        }

        void take(Entry entry) {
            Optional<Part> part = part(entry);
            if (part.isPresent()) {
                take(entry, part.get(), (MessagePartReceived) entry.event());
            } else {
                ready.add(entry);
            }
        }

        private void take(Entry entry, Part part, MessagePartReceived event) {
            SortedMap<Integer, Part> assembly = assembly(part);
            Part same = assembly.get(part.number());
            if (used.contains(part.journalId())) {
                return;
            }
            if (same != null && same.journalId().equals(part.journalId())) {
                make(entry, event, assembly);
            } else if (same != null && same.codeUnits().equals(part.codeUnits())) {
                return;
            } else {
                if (same != null) {
                    make(standIn(entry, assembly), event, assembly);
                }
                assembly.put(part.number(), part);
                come.put(part.journalId(), part);
                if (assembly.size() == event.total()) {
                    make(entry, event, assembly);
                }
            }
        }

        /** The reference came round again: the older message, which misses parts, gets the id of its newest one. */
        private static Entry standIn(Entry entry, SortedMap<Integer, Part> assembly) {
            PendingEntry pending = entry.pending();
            List<Part> parts = List.copyOf(assembly.values());
            UUID journal = parts.get(parts.size() - 1).journalId();
            return new Entry(
                    new PendingEntry(
                            pending.n(), pending.inboxId(), journal, pending.at(), pending.kind(), "", 0, false, null),
                    entry.event());
        }

        private void make(Entry entry, MessagePartReceived event, SortedMap<Integer, Part> assembly) {
            UUID message = entry.pending().journalId();
            Instant at = assembly.values().stream()
                    .map(Part::sentAt)
                    .min(Instant::compareTo)
                    .orElse(event.at());
            ready.add(new Entry(
                    entry.pending(),
                    new MessageReceived(
                            event.party(),
                            event.externalId(),
                            null,
                            Author.contact("", event.party().identity().value()),
                            text(assembly, event.total()),
                            List.of(),
                            null,
                            null,
                            at)));
            for (Part part : assembly.values()) {
                if (!part.journalId().equals(message)) {
                    sources.add(new Source(part.journalId(), message));
                }
                come.remove(part.journalId());
                if (stored.contains(part.journalId())) {
                    gone.add(part.journalId());
                }
            }
            assembly.clear();
        }

        private SortedMap<Integer, Part> assembly(Part part) {
            return open.computeIfAbsent(new Key(part.party(), part.assembly()), key -> new TreeMap<>());
        }

        /** Code units are joined before they are characters: a pair may be cut between two parts. */
        private static String text(SortedMap<Integer, Part> assembly, int total) {
            StringBuilder text = new StringBuilder();
            for (int number = 1; number <= total; number++) {
                Part part = assembly.get(number);
                if (part == null) {
                    text.append("[missing part ").append(number).append(']');
                } else {
                    append(text, part.codeUnits());
                }
            }
            return whole(text);
        }

        private static void append(StringBuilder text, String codeUnits) {
            for (int i = 0; i + 4 <= codeUnits.length(); i += 4) {
                text.append((char) Integer.parseInt(codeUnits, i, i + 4, 16));
            }
        }

        /** What no store takes, half characters and U+0000, is replaced or left out. */
        private static String whole(StringBuilder text) {
            StringBuilder whole = new StringBuilder(text.length());
            text.codePoints()
                    .filter(point -> point != 0)
                    .forEach(point -> whole.appendCodePoint(
                            point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point));
            return whole.toString();
        }
    }
}
