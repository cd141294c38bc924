package tributary.gateway.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import tributary.conversation.Clue;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.ActionTaken;
import tributary.conversation.ConversationEvent.ConversationClosed;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.FileSettled;
import tributary.conversation.ConversationEvent.IdentityProven;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.ConversationEvent.MessageSeen;
import tributary.conversation.ConversationEvent.ProfileGiven;
import tributary.conversation.IdentityKey;
import tributary.conversation.Unreachable;
import tributary.gateway.contact.ContactTable;
import tributary.gateway.contact.Party;
import tributary.gateway.contact.PartyTable;
import tributary.gateway.identity.agent.AgentTable;
import tributary.gateway.inbox.Inbox;
import tributary.gateway.inbox.suppression.SuppressionTable;
import tributary.gateway.journal.JournalTable;
import tributary.gateway.journal.PendingEntry;
import tributary.gateway.platform.postgres.Database;
import tributary.gateway.platform.postgres.Transaction;
import tributary.gateway.ticket.Actor;
import tributary.gateway.ticket.DeliveryTable;
import tributary.gateway.ticket.EarlyReportTable;
import tributary.gateway.ticket.FileTable;
import tributary.gateway.ticket.LetterTable;
import tributary.gateway.ticket.TicketBatch;
import tributary.gateway.ticket.TicketBus;
import tributary.gateway.ticket.TicketLocks;

/** Takes a lane and applies what waits there: journal entry → contact → thread → ticket, in one transaction. */
final class Intake {

    static final String PROCESSED = "tributary_intake_entries_total";
    static final String BATCH_SECONDS = "tributary_intake_batch_seconds";

    private final Database database;
    private final JournalTable journal;
    private final PartyTable parties;
    private final ContactTable contacts;
    private final IdentityMerge merge;
    private final DeliveryTable deliveries = new DeliveryTable();
    private final LetterTable letters = new LetterTable();
    private final EarlyReportTable early = new EarlyReportTable();
    private final FileTable files = new FileTable();
    private final AgentTable agents;
    private final MessageParts parts = new MessageParts();
    private final AutomaticAnswers answers;
    private final TicketLocks locks;
    private final TicketBus bus;
    private final Clock clock;
    private final Counter processed;
    private final Timer seconds;

    Intake(Database database, TicketBus bus, Supplier<UUID> ids, Clock clock, MeterRegistry meters) {
        this.database = database;
        this.journal = new JournalTable(database);
        this.parties = new PartyTable(ids);
        this.contacts = new ContactTable(ids);
        this.agents = new AgentTable(database);
        this.locks = new TicketLocks(ids);
        this.answers = new AutomaticAnswers(ids);
        this.merge = new IdentityMerge(contacts, parties, locks);
        this.bus = bus;
        this.clock = clock;
        this.processed = meters.counter(PROCESSED);
        this.seconds = Timer.builder(BATCH_SECONDS).publishPercentileHistogram().register(meters);
    }

    /**
     * Applies the oldest entries of an inbox.
     *
     * @param taken filled with the entries that were tried, also when the batch fails
     * @return what happened; fails if the transaction did, and then nothing is changed
     */
    Future<Outcome> apply(Inbox inbox, int limit, List<PendingEntry> taken) {
        long begun = System.nanoTime();
        return database.transaction(transaction -> {
                    Future<Boolean> lane = journal.lockLane(transaction, inbox.id(), bus.node());
                    Future<List<PendingEntry>> pending = journal.pending(transaction, inbox.id(), limit);
                    return Future.all(lane, pending)
                            .compose(both -> lane.result()
                                    ? apply(transaction, inbox, pending.result(), taken)
                                            .map(outcome -> outcome.leaving(taken, pending.result(), limit))
                                    : Future.succeededFuture(Outcome.BUSY));
                })
                .onSuccess(outcome -> {
                    seconds.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
                    processed.increment(outcome.entries());
                    outcome.batches().forEach(batch -> bus.publish(batch.events()));
                });
    }

    private Future<Outcome> apply(
            Transaction transaction, Inbox inbox, List<PendingEntry> pending, List<PendingEntry> taken) {
        taken.clear();
        List<Entry> entries = new ArrayList<>();
        for (PendingEntry waiting : pending) {
            if (waiting.waits()) {
                break;
            }
            taken.add(waiting);
            Entry entry = new Entry(waiting, waiting.read());
            if (entry.standsAlone() && entries.isEmpty()) {
                return alone(transaction, inbox, entry);
            }
            if (entry.standsAlone() || !entry.goesWith(entries)) {
                taken.remove(waiting);
                break;
            }
            entries.add(entry);
        }
        if (entries.isEmpty()) {
            return Future.succeededFuture(Outcome.NOTHING);
        }
        return onBehalf(transaction, entries)
                .compose(ours -> parts.assemble(transaction, inbox.id(), ours)
                        .compose(ready -> ours.equals(ready.entries())
                                ? applyAll(transaction, inbox, ours)
                                : applyParts(transaction, inbox, ready, List.copyOf(taken))));
    }

    /** A part that completes nothing is done too: it waits in a table of its own. */
    private Future<Outcome> applyParts(
            Transaction transaction, Inbox inbox, MessageParts.Ready ready, List<PendingEntry> taken) {
        Future<Outcome> applied = ready.entries().isEmpty()
                ? Future.succeededFuture(Outcome.NOTHING)
                : applyAll(transaction, inbox, ready.entries());
        return applied.map(outcome -> {
            parts.sources(transaction, ready);
            journal.done(transaction, taken);
            return new Outcome(false, taken.size(), false, List.of(), outcome.batches());
        });
    }

    /** What an agent passes on is its author's. A stranger's forward stays the stranger's own letter. */
    private Future<List<Entry>> onBehalf(Transaction transaction, List<Entry> entries) {
        Set<String> forwarders = new HashSet<>();
        entries.forEach(entry -> entry.forwarder().ifPresent(forwarders::add));
        if (forwarders.isEmpty()) {
            return Future.succeededFuture(entries);
        }
        return agents.among(transaction, forwarders)
                .map(ours -> entries.stream().map(entry -> entry.onBehalf(ours)).toList());
    }

    private Future<Outcome> applyAll(Transaction transaction, Inbox inbox, List<Entry> entries) {
        Map<IdentityKey, String> names = new LinkedHashMap<>();
        Set<UUID> reported = new HashSet<>();
        Set<UUID> seen = new HashSet<>();
        for (Entry entry : entries) {
            ConversationEvent event = entry.event();
            String name = entry.name();
            names.merge(event.party().identity(), name, (before, now) -> before.isEmpty() ? now : before);
            if (event instanceof DeliveryReported report) {
                Optional.ofNullable(report.message()).ifPresent(reported::add);
            } else if (event instanceof MessageSeen upTo) {
                seen.add(upTo.upTo());
            }
        }
        List<Clue> clues = entries.stream().flatMap(Entry::clues).toList();
        return byProviderId(transaction, inbox, entries, reported).compose(ids -> {
            Set<UUID> spokenOf = new HashSet<>(reported);
            spokenOf.addAll(seen);
            return parties.resolve(transaction, inbox, names)
                    .compose(known -> letters.places(transaction, inbox.id(), clues)
                            .compose(places -> deliveries
                                    .ticketsOf(transaction, inbox.id(), spokenOf)
                                    .compose(tickets -> fileTickets(transaction, inbox, entries)
                                            .map(more -> with(tickets, more, places)))
                                    .compose(tickets -> locks.lock(transaction, inbox, ids(known), tickets, now()))
                                    .compose(batch -> threads(transaction, inbox, batch, places, names.keySet())
                                            .compose(threads ->
                                                    rules(transaction, inbox, batch, known, reported, seen, threads))
                                            .compose(rules -> applyAll(
                                                    transaction, inbox, rules.knowing(ids), batch, known, entries)))));
        });
    }

    /** What reports name by the provider's id; what nobody knows yet waits for its message. */
    private Future<Map<String, UUID>> byProviderId(
            Transaction transaction, Inbox inbox, List<Entry> entries, Set<UUID> reported) {
        List<DeliveryReported> reports = entries.stream()
                .map(Entry::event)
                .filter(DeliveryReported.class::isInstance)
                .map(DeliveryReported.class::cast)
                .filter(report -> report.message() == null)
                .toList();
        List<String> ids = reports.stream()
                .map(DeliveryReported::providerId)
                .map(String::valueOf)
                .toList();
        return early.lock(transaction, inbox.id(), ids)
                .compose(locked -> early.messages(transaction, inbox.id(), ids))
                .map(messages -> {
                    reported.addAll(messages.values());
                    reports.stream()
                            .filter(report -> !messages.containsKey(report.providerId()))
                            .forEach(report -> early.keep(
                                    transaction,
                                    inbox.id(),
                                    String.valueOf(report.providerId()),
                                    report.state(),
                                    report.reason()));
                    return messages;
                });
    }

    private Future<Collection<UUID>> fileTickets(Transaction transaction, Inbox inbox, List<Entry> entries) {
        List<UUID> ids = entries.stream()
                .map(Entry::event)
                .filter(FileSettled.class::isInstance)
                .map(event -> ((FileSettled) event).file())
                .toList();
        return files.tickets(transaction, inbox.id(), ids).map(Map::values);
    }

    private static Set<UUID> with(Collection<UUID> tickets, Collection<UUID> more, LetterTable.Places places) {
        Set<UUID> all = new HashSet<>(tickets);
        all.addAll(more);
        all.addAll(places.tickets());
        return all;
    }

    private Future<LetterThreads> threads(
            Transaction transaction,
            Inbox inbox,
            TicketBatch batch,
            LetterTable.Places places,
            Collection<IdentityKey> senders) {
        List<String> addresses = senders.stream().map(IdentityKey::value).toList();
        return letters.participants(transaction, places.tickets(), addresses)
                .map(participants -> new LetterThreads(batch, places, participants, inbox.reopenWithin()));
    }

    private Future<IntakeBatch> rules(
            Transaction transaction,
            Inbox inbox,
            TicketBatch batch,
            Map<IdentityKey, Party> known,
            Set<UUID> reported,
            Set<UUID> seen,
            LetterThreads threads) {
        Set<UUID> marked = new HashSet<>(seen);
        if (!seen.isEmpty()) {
            ids(known).forEach(party -> batch.party(party).readByContact().ifPresent(marked::add));
        }
        return deliveries
                .lock(transaction, inbox.id(), reported, seen)
                .compose(locked -> deliveries
                        .marks(transaction, inbox.id(), marked)
                        .map(marks -> new IntakeBatch(batch, known, locked, marks, threads, inbox.reopenWithin())));
    }

    private Future<Outcome> applyAll(
            Transaction transaction,
            Inbox inbox,
            IntakeBatch rules,
            TicketBatch batch,
            Map<IdentityKey, Party> known,
            List<Entry> entries) {
        Future<Void> profiles = Future.succeededFuture();
        for (Entry entry : entries) {
            ConversationEvent event = entry.event();
            if (event instanceof ProfileGiven profile) {
                UUID contact = contact(known, event);
                profiles = profiles.compose(before -> contacts.claim(transaction, contact, profile.facts()));
            } else if (event instanceof FileSettled settled) {
                profiles = profiles.compose(before -> settled(transaction, batch, settled));
            } else {
                apply(rules, entry.pending(), event);
            }
            if (event instanceof ActionTaken action && !action.facts().isEmpty()) {
                UUID contact = contact(known, event);
                profiles = profiles.compose(before -> contacts.claim(transaction, contact, action.facts()));
            }
        }
        Future<Void> learnt = suppress(transaction, inbox, entries);
        return Future.all(profiles, learnt)
                .compose(done -> answers.give(transaction, inbox, batch, rules.answers()))
                .compose(done -> finish(
                        transaction, batch, entries.stream().map(Entry::pending).toList()));
    }

    /** In order of the addresses, as every transaction does it. */
    private Future<Void> suppress(Transaction transaction, Inbox inbox, List<Entry> entries) {
        List<Unreachable> all = entries.stream()
                .flatMap(entry -> entry.event().suppressed().stream())
                .sorted(Comparator.comparing(Unreachable::address))
                .toList();
        Future<Void> learnt = Future.succeededFuture();
        for (Unreachable one : all) {
            learnt = learnt.compose(before -> SuppressionTable.learn(transaction, inbox.id(), one));
        }
        return learnt;
    }

    private static void apply(IntakeBatch rules, PendingEntry entry, ConversationEvent event) {
        if (event instanceof MessageReceived message) {
            rules.received(entry, message);
        } else if (event instanceof DeliveryReported report) {
            rules.reported(report);
        } else if (event instanceof MessageSeen seen) {
            rules.seen(seen);
        } else if (event instanceof ConversationClosed closed) {
            rules.closed(closed);
        } else if (event instanceof ActionTaken action) {
            rules.acted(entry, action);
        } else {
            throw new IllegalStateException("intake: expected a known kind of event, found " + event.kind());
        }
    }

    private Future<Void> settled(Transaction transaction, TicketBatch batch, FileSettled event) {
        Future<Void> marked = event.problem() == null
                ? Future.succeededFuture()
                : files.missing(transaction, event.file(), event.problem());
        return marked.compose(done -> files.message(transaction, event.file())).map(found -> {
            found.ifPresent(message -> batch.ticket(message.ticketId())
                    .ifPresent(ticket -> batch.messageUpdated(ticket, message, Actor.SYSTEM)));
            return null;
        });
    }

    private Future<Outcome> alone(Transaction transaction, Inbox inbox, Entry entry) {
        return entry.event() instanceof IdentityProven proven
                ? proven(transaction, inbox, entry.pending(), proven)
                : Future.failedFuture(new DoubtfulException(entry.doubt().orElseThrow()));
    }

    private Future<Outcome> proven(Transaction transaction, Inbox inbox, PendingEntry entry, IdentityProven event) {
        Map<IdentityKey, String> names = new LinkedHashMap<>();
        names.put(event.party().identity(), "");
        names.put(event.proven(), event.facts().getOrDefault("name", ""));
        return parties.resolve(transaction, inbox, names)
                .compose(known -> merge.apply(transaction, inbox, event, known, now()))
                .compose(batch -> finish(transaction, batch, List.of(entry)));
    }

    private Future<Outcome> finish(Transaction transaction, TicketBatch batch, List<PendingEntry> entries) {
        journal.done(transaction, entries);
        return batch.write(transaction)
                .map(written -> new Outcome(false, entries.size(), false, List.of(), List.of(batch)));
    }

    private static UUID contact(Map<IdentityKey, Party> known, ConversationEvent event) {
        Party party = known.get(event.party().identity());
        if (party == null) {
            throw new IllegalStateException("party: expected a resolved one");
        }
        return party.contactId();
    }

    private static List<UUID> ids(Map<IdentityKey, Party> known) {
        return known.values().stream().map(Party::id).distinct().toList();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
