package tributary.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The flags of a running JVM that decide its memory, collector and compilers. */
final class JvmFlags {

    private static final List<String> ABOUT_FILES = List.of("Archive", "Dump", "Log", "Error", "share", "Flight");

    private JvmFlags() {}

    static List<String> of(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
            return Arrays.stream(line.split("\0", -1))
                    .filter(word -> word.startsWith("-X"))
                    .filter(word -> ABOUT_FILES.stream().noneMatch(word::contains))
                    .toList();
        } catch (IOException ended) {
            return List.of();
        }
    }
}
