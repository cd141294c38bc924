package tributary.load.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * A bug that the checker has to catch. It is planted by changing a copy of one or two source files and putting their classes
 * before the gateway's own: the gateway itself has no switch for it. A change whose place is gone fails, so that a bug cannot
 * vanish unnoticed.
 */
enum PlantedBug {
    /** A failed append is answered as if it were stored. */
    ACKNOWLEDGE_WITHOUT_COMMIT(
            Fault.KILL_POSTGRES,
            edit(
                    "journal/Journal.java",
                    ".onFailure(failure -> failed(batch, failure));",
                    ".onFailure(failure -> batch.forEach(one -> one.complete(new Accepted.Recorded("
                            + "entries.get(0).id(), entries.get(0).at()))));")),

    /** The key of an arrival is made unique by itself, so that what is repeated is stored again. */
    NO_UNIQUE_KEY(
            Fault.RECONNECT_STORM,
            edit(
                    "journal/JournalTable.java",
                    "select inbox_id, external_id, content_hash, id, at from input",
                    "select inbox_id, external_id || '/' || id, content_hash, id, at from input")),

    /** Now and then an entry of the journal is passed over. */
    ENTRY_PASSED_OVER(
            Fault.RECONNECT_STORM,
            edit(
                    "intake/Intake.java",
                    "apply(rules, entry.pending(), event);",
                    "if (entry.pending().journalId().hashCode() % 20 != 0) { apply(rules, entry.pending(), event); }")),

    /** The newest entry comes first. */
    NEWEST_FIRST(Fault.PAUSE_NODE, edit("journal/JournalTable.java", "order by p.n\n", "order by p.n desc\n")),

    /** A character is lost on the way. */
    TEXT_CHANGED(
            Fault.FLUSH_REDIS,
            edit("intake/IntakeBatch.java", "event.text(),", "event.text().replace(\"ß\", \"ss\"),")),

    /** An open ticket is not found again. */
    SECOND_TICKET(
            Fault.FLUSH_REDIS,
            edit("threading/SessionRule.java", "if (candidate.open()) {", "if (candidate.open() && now == null) {")),

    /** A batch leaves a position out. */
    POSITION_LEFT_OUT(
            Fault.FLUSH_REDIS,
            edit(
                    "ticket/TicketWrites.java",
                    "set position = position + $2::bigint where",
                    "set position = position + $2::bigint + 1 where")),

    /** Some hints are lost, and nobody looks at the log. */
    HINT_LOST_FOR_GOOD(
            Fault.ROLLING_RESTART,
            edit(
                    "ticket/TicketBus.java",
                    "CommittedJson.read(message.body()).ifPresent(reader)",
                    "CommittedJson.read(message.body()).filter(some -> some.get(0).position() % 7 != 0).ifPresent(reader)"),
            edit("push/Feed.java", "holes.increment();\n                    read(stream);", "holes.increment();"),
            edit(
                    "push/Feed.java",
                    "if (stream != null && head >= stream.next) {",
                    "if (stream != null && head < 0) {")),

    /** An agent who comes back is given one event too few. */
    REPLAY_TOO_SHORT(
            Fault.RECONNECT_STORM,
            edit("push/Topics.java", "Start.recovered(known.get(), now)", "Start.recovered(known.get() + 1, now)")),

    /** A repeated command is done again. */
    IDEMPOTENCY_FORGOTTEN(
            Fault.PAUSE_POSTGRES,
            edit(
                    "api/once/Idempotency.java",
                    "return call.idempotencyKey()\n",
                    "return call.idempotencyKey().filter(key -> key.isEmpty())\n")),

    /** What was sent is never settled. */
    NEVER_SETTLED(
            Fault.FLUSH_REDIS,
            edit(
                    "outbound/Dispatcher.java",
                    "settled.add(new Settled(lease, \"sent\", null, accepted.externalId(), null));",
                    "")),

    /** What one customer is told goes to all. */
    EVERYBODY_HEARS(
            Fault.RECONNECT_STORM,
            edit(
                    "push/Hub.java",
                    "listeners(party).forEach(listener -> listener.events(theirs))",
                    "parties.values().forEach(all -> all.forEach(listener -> listener.events(theirs)))"));

    private static final String SOURCES = "gateway/src/main/java/tributary/gateway/";

    private final Fault fault;
    /** {@code List.of} does not change, which the compiler cannot see. */
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Edit> edits;

    PlantedBug(Fault fault, Edit... edits) {
        this.fault = fault;
        this.edits = List.of(edits);
    }

    /** The fault that brings it to light. */
    Fault fault() {
        return fault;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IOException if a place that the bug changes is gone */
    void checkPlaces(Path home) throws IOException {
        for (Edit edit : edits) {
            edit.applied(Files.readString(home.resolve(SOURCES + edit.file())));
        }
    }

    /**
     * Compiles the changed files.
     *
     * @return the folder of their classes
     * @throws IOException if a place is not there exactly once, or the change does not compile
     */
    Path plant(Path home, Path folder) throws IOException {
        Path sources = folder.resolve("sources");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> files = new ArrayList<>();
        for (Edit edit : edits) {
            Path copy = sources.resolve(edit.file());
            Files.createDirectories(copy.getParent());
            if (!Files.exists(copy)) {
                Files.copy(home.resolve(SOURCES + edit.file()), copy);
                files.add(copy.toString());
            }
            Files.writeString(copy, edit.applied(Files.readString(copy)));
        }
        Path gateway = home.resolve("gateway/target");
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp"));
        arguments.add(Binaries.jar(gateway, "gateway-") + ":" + Binaries.jars(gateway.resolve("lib")));
        arguments.addAll(files);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null || compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("the planted bug " + word() + " does not compile");
        }
        return classes;
    }

    private static Edit edit(String file, String find, String replace) {
        return new Edit(file, find, replace);
    }

    private record Edit(String file, String find, String replace) {
        String applied(String source) throws IOException {
            int at = source.indexOf(find);
            if (at < 0) {
                throw new IOException("expected in " + file + ": " + find + ", found nothing like it");
            }
            return source.substring(0, at) + replace + source.substring(at + find.length());
        }
    }
}
