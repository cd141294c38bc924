package tributary.load.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a JVM holds after a full collection.
 *
 * @param liveHeapBytes the sum of the class histogram, which counts reachable objects only
 * @param rssBytes resident memory after two collections
 */
public record Memory(long liveHeapBytes, long rssBytes) {

    private static final int TOTAL_BYTES = 2;

    /**
     * Collects and measures.
     *
     * @throws IOException if the JVM does not answer, or this Java has no jcmd
     */
    public static Memory of(long pid) throws IOException {
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        long rss = rss(pid);
        return new Memory(liveHeap(jcmd(pid, "GC.class_histogram")), rss);
    }

    private static long liveHeap(String histogram) throws IOException {
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException("the class histogram has no total"));
        return Long.parseLong(total.split(" +", -1)[TOTAL_BYTES]);
    }

    private static long rss(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "status"))
                .lines()
                .filter(each -> each.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow(() -> new IOException("process " + pid + " has ended"));
        return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
    }

    private static String jcmd(long pid, String command) throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        if (!Files.isExecutable(jcmd)) {
            throw new IOException("expected a JDK with jcmd, found none at " + jcmd);
        }
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output;
    }
}
