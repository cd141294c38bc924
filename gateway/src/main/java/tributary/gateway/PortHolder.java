package tributary.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds who listens at a port, as Linux tells it in {@code /proc}; others' processes only as root. */
final class PortHolder {

    private static final String LISTENS = "0A";
    private static final Path PROCESSES = Path.of("/proc");

    private PortHolder() {}

    /** As {@code process 4711 (postfix)}; empty if nobody listens, or nobody may know who does. */
    static Optional<String> of(int port) {
        Set<String> sockets = new HashSet<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            sockets.addAll(sockets(Path.of(table), port));
        }
        return sockets.isEmpty() ? Optional.empty() : process(sockets);
    }

    /** Lines are {@code sl local_address rem_address st … inode …}, numbers in hexadecimal but for the inode. */
    private static Set<String> sockets(Path table, int port) {
        String wanted = String.format(Locale.ROOT, ":%04X", port);
        Set<String> found = new HashSet<>();
        try (Stream<String> lines = Files.lines(table)) {
            lines.map(line -> line.strip().split("\\s+", -1))
                    .filter(words -> words.length > 9 && words[1].endsWith(wanted) && words[3].equals(LISTENS))
                    .forEach(words -> found.add("socket:[" + words[9] + ']'));
        } catch (IOException notLinux) {
            return Set.of();
        }
        return found;
    }

    private static Optional<String> process(Set<String> sockets) {
        try (Stream<Path> processes = Files.list(PROCESSES)) {
            return processes
                    .filter(process -> process.getFileName().toString().matches("[0-9]+"))
                    .filter(process -> has(process.resolve("fd"), sockets))
                    .findFirst()
                    .map(process -> "process " + process.getFileName() + " (" + name(process) + ')');
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    private static boolean has(Path descriptors, Set<String> sockets) {
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.anyMatch(one -> {
                try {
                    return sockets.contains(Files.readSymbolicLink(one).toString());
                } catch (IOException gone) {
                    return false;
                }
            });
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException gone) {
            return "?";
        }
    }
}
