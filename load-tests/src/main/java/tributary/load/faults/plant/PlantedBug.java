package tributary.load.faults.plant;

import static tributary.load.faults.plant.Edit.connector;
import static tributary.load.faults.plant.Edit.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tributary.load.faults.check.Promise;

/**
 * A bug that the checker has to catch, as a change of one or two source files in a {@link TestBuild}. A change whose place is
 * gone fails, so that a bug cannot vanish unnoticed.
 */
public enum PlantedBug {
    /** A failed append is answered as if it were stored. */
    ACKNOWLEDGE_WITHOUT_COMMIT(
            Promise.ACKNOWLEDGED,
            "KILL_POSTGRES",
            gateway(
                    "journal/Journal.java",
                    ".onFailure(failure -> failed(batch, failure));",
                    ".onFailure(failure -> batch.forEach(one -> one.complete(new Accepted.Recorded("
                            + "entries.get(0).id(), entries.get(0).at()))));")),

    /** Now and then an entry of the journal is passed over. */
    ENTRY_PASSED_OVER(
            Promise.ACKNOWLEDGED,
            "FLUSH_REDIS",
            gateway(
                    "intake/Intake.java",
                    "apply(rules, entry.pending(), event);",
                    "if (entry.pending().journalId().hashCode() % 20 != 0) { apply(rules, entry.pending(), event); }")),

    /** Of a page with several messages the first is passed over, and the cursor moves all the same. */
    PAGE_NOT_WHOLE(
            Promise.ACKNOWLEDGED,
            "KILL_POSTGRES",
            connector(
                    "wechat/kf/KfPull.java",
                    "JsonNode entries = page.path(\"msg_list\");",
                    "JsonNode entries = page.path(\"msg_list\"); if (entries.size() > 1) {"
                            + " ((com.fasterxml.jackson.databind.node.ArrayNode) entries).remove(0); }")),

    /** The key of an arrival is made unique by itself, so that what is repeated is stored again. */
    NO_UNIQUE_KEY(
            Promise.ONCE,
            "DISORDERED_WEBHOOKS",
            gateway(
                    "journal/JournalTable.java",
                    "select inbox_id, external_id, content_hash, id, at from input",
                    "select inbox_id, external_id || '/' || id, content_hash, id, at from input")),

    /** What the last holder of the SMPP account was brought is not looked up; answers are late, so that one is open. */
    PREDECESSOR_FORGOTTEN(
            Promise.ONCE,
            "KILL_BOUND_NODE",
            connector("sms/smpp/KeptRepeats.java", "before.lastOpen(), MOST_OPEN", "before.lastOpen(), 0"),
            connector(
                    "sms/smpp/Receiver.java",
                    ".map(done -> Status.OK)",
                    ".compose(done -> context.vertx().timer(1_500)).map(done -> Status.OK)")),

    /** A message is stored under an id that nobody gave it. */
    ID_MADE_UP(
            Promise.INVENTED,
            "FLUSH_REDIS",
            gateway(
                    "intake/IntakeBatch.java",
                    "event.externalId(),\n                event.clientId(),",
                    "\"made-up-\" + entry.journalId(),\n                event.clientId(),")),

    /** The newest entry comes first. */
    NEWEST_FIRST(
            Promise.ORDER, "PAUSE_NODE", gateway("journal/JournalTable.java", "order by p.n\n", "order by p.n desc\n")),

    /** A batch leaves a position out. */
    POSITION_LEFT_OUT(
            Promise.ORDER,
            "FLUSH_REDIS",
            gateway(
                    "ticket/TicketWrites.java",
                    "set position = position + $2::bigint where",
                    "set position = position + $2::bigint + 1 where")),

    /** Two events are shown under one position. */
    POSITION_REUSED(
            Promise.AGENTS,
            "FLUSH_REDIS",
            gateway(
                    "push/Hub.java",
                    "EventFrames.frame(topic, s, body)",
                    "EventFrames.frame(topic, s % 10 == 0 ? s - 1 : s, body)")),

    /** An open ticket is not found again, and the database does not insist on one. */
    SECOND_TICKET(
            Promise.ONE_TICKET,
            "FLUSH_REDIS",
            gateway("threading/SessionRule.java", "if (candidate.open()) {", "if (candidate.open() && now == null) {"),
            gateway(
                    "ticket/TicketWrites.java",
                    "Tuple.of(inbox.id(), inbox.oneOpen())",
                    "Tuple.of(inbox.id(), false)")),

    /** A letter's references are not looked at. */
    THREAD_NOT_FOUND(
            Promise.ONE_TICKET,
            "FLUSH_REDIS",
            gateway(
                    "threading/LetterRule.java",
                    "candidate.signed() || candidate.participant()",
                    "candidate.signed()")),

    /** Some hints are lost, and nobody looks at the log. */
    HINT_LOST_FOR_GOOD(
            Promise.AGENTS,
            "FLUSH_REDIS",
            gateway(
                    "ticket/TicketBus.java",
                    "CommittedJson.read(message.body()).ifPresent(reader)",
                    "CommittedJson.read(message.body()).filter(some -> some.get(0).position() % 7 != 0).ifPresent(reader)"),
            gateway("push/Feed.java", "holes.increment();\n                    read(stream);", "holes.increment();"),
            gateway(
                    "push/Feed.java",
                    "if (stream != null && head >= stream.next) {",
                    "if (stream != null && head < 0) {")),

    /** An agent who comes back is given one event too few. */
    REPLAY_TOO_SHORT(
            Promise.AGENTS,
            "RECONNECT_STORM",
            gateway("push/Topics.java", "Start.recovered(known.get(), now)", "Start.recovered(known.get() + 1, now)")),

    /** Whoever asks for an inbox may follow it. */
    RIGHTS_FORGOTTEN(
            Promise.AGENTS,
            "FLUSH_REDIS",
            gateway("push/Topics.java", ".filter(found -> access.maySee(found.name()))", "")),

    /** An event goes to the agents of all inboxes. */
    WRONG_INBOX(
            Promise.AGENTS,
            "FLUSH_REDIS",
            gateway(
                    "push/Hub.java",
                    "List<TopicSubscription> followers = subscriptions(push.topic());",
                    "byTopic.forEach((other, all) -> { if (!other.equals(push.topic())) { List.copyOf(all).forEach(one ->"
                            + " one.ephemeral(push.frame())); } });\n"
                            + "List<TopicSubscription> followers = subscriptions(push.topic());")),

    /** What one customer is told goes to all. */
    EVERYBODY_HEARS(
            Promise.AGENTS,
            "FLUSH_REDIS",
            gateway(
                    "push/Hub.java",
                    "listeners(party).forEach(listener -> listener.events(theirs))",
                    "parties.values().forEach(all -> all.forEach(listener -> listener.events(theirs)))")),

    /** A repeated command is done again. */
    IDEMPOTENCY_FORGOTTEN(
            Promise.OUTBOUND,
            "PAUSE_POSTGRES",
            gateway(
                    "api/once/Idempotency.java",
                    "return call.idempotencyKey()\n",
                    "return call.idempotencyKey().filter(key -> key.isEmpty())\n")),

    /** What was sent is never settled. */
    NEVER_SETTLED(
            Promise.OUTBOUND,
            "FLUSH_REDIS",
            gateway(
                    "outbound/Dispatcher.java",
                    "settled.add(new Settled(lease, \"sent\", null, accepted.externalId(), null));",
                    "")),

    /** What nobody knows is sent again. */
    UNKNOWN_RESENT(
            Promise.OUTBOUND,
            "DIFFICULT_PROVIDERS",
            gateway(
                    "outbound/Dispatcher.java",
                    "if (connector.idempotentSend()) {",
                    "if (connector.idempotentSend() || lease.attempts() > 0) {")),

    /** A refusal of the provider is shown as success. */
    FAILURE_HIDDEN(
            Promise.OUTBOUND,
            "DIFFICULT_PROVIDERS",
            gateway(
                    "outbound/Dispatcher.java",
                    "lease, \"failed\", rejected.reason()",
                    "lease, \"sent\", rejected.reason()")),

    /** A character is lost on the way. */
    TEXT_CHANGED(
            Promise.INTACT,
            "FLUSH_REDIS",
            gateway("intake/IntakeBatch.java", "event.text(),", "event.text().replace(\"ß\", \"ss\"),")),

    /** A file is opened with each message, and never closed. */
    FILES_LEFT_OPEN(
            Promise.BOUNDED,
            "FLUSH_REDIS",
            gateway(
                    "journal/Journal.java",
                    "    private boolean inFlight;\n",
                    "    private boolean inFlight;\n    private final List<Object> opened = new ArrayList<>();\n"),
            gateway(
                    "journal/Journal.java",
                    "        queue.add(waiting);\n",
                    "        queue.add(waiting);\n        try { for (int i = 0; i < 9; i++) { opened.add(new java.io.FileInputStream(\"/dev/null\")); } }"
                            + " catch (java.io.IOException none) { throw new IllegalStateException(none); }\n")),

    /** "Later" is said as "never". */
    REFUSED_FOR_EVER(
            Promise.HONEST,
            "KILL_POSTGRES",
            gateway(
                    "platform/http/HookRoutes.java",
                    "end(response, inbox, 503, Buffer.buffer());",
                    "end(response, inbox, 400, Buffer.buffer());"));

    private final Promise promise;
    private final String fault;
    /** {@code List.of} does not change, which the compiler cannot see. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Edit> edits;

    PlantedBug(Promise promise, String fault, Edit... edits) {
        this.promise = promise;
        this.fault = fault;
        this.edits = List.of(edits);
    }

    /** What it breaks. */
    public Promise promise() {
        return promise;
    }

    /** Name of the fault that brings it to light. */
    public String fault() {
        return fault;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IOException if a place that the bug changes is gone */
    public void checkPlaces(Path home) throws IOException {
        TestBuild.checkPlaces(home, edits);
    }

    /**
     * Compiles the changed files.
     *
     * @param home the repository's root
     * @param folder for the sources and classes
     * @return the folder of the classes
     */
    public Path plant(Path home, Path folder) throws IOException {
        return TestBuild.compile(home, folder, edits);
    }
}
