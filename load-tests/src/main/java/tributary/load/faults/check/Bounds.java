package tributary.load.faults.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import tributary.load.faults.town.Town;

/** What a node holds of the machine: memory, open files, threads. */
final class Bounds {

    private static final long MOST_MEMORY_KIB = 1_000_000;
    private static final long MOST_FILES_MORE = 150;
    private static final long MOST_THREADS = 200;

    private final Town town;

    /** Open files of each process when it was first looked at. */
    private final Map<Long, Long> files = new HashMap<>();

    Bounds(Town town) {
        this.town = town;
    }

    void check(Violations violations) throws IOException {
        for (int i = 0; i < 2; i++) {
            long pid = town.node(i).pid();
            String name = town.node(i).name();
            Path process = Path.of("/proc", String.valueOf(pid));
            long open = count(process.resolve("fd"));
            long first = files.computeIfAbsent(pid, added -> open);
            if (open > first + MOST_FILES_MORE) {
                violations.add(
                        Promise.BOUNDED, name + " has " + open + " open files, " + first + " when it was started");
            }
            long threads = count(process.resolve("task"));
            if (threads > MOST_THREADS) {
                violations.add(Promise.BOUNDED, name + " has " + threads + " threads");
            }
            long memory = memory(process);
            if (memory > MOST_MEMORY_KIB) {
                violations.add(Promise.BOUNDED, name + " uses " + memory + " KiB");
            }
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    private static long memory(Path process) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }
}
