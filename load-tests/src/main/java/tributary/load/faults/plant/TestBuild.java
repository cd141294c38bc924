package tributary.load.faults.plant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import tributary.load.faults.town.Binaries;

/**
 * Copies of some source files, changed and compiled. Their classes go before the gateway's own, so that what is shipped has no
 * switch for them.
 */
public final class TestBuild {

    /** The node's own time, and that of its ids, is off by as many ms as a file says, which is looked at all the time. */
    private static final List<Edit> SETTABLE_CLOCK = List.of(
            Edit.gateway("Node.java", "= Clock.systemUTC();", "= Gateway.settable();"),
            Edit.gateway("Gateway.java", "= UuidCreator::getTimeOrderedEpochPlus1;", """
                    = com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory.builder()
                            .withClock(settable()).withIncrementPlus1().build()::create;

                    static java.time.Clock settable() {
                        java.nio.file.Path file = java.nio.file.Path.of(System.getProperty("faults.clock"));
                        return new java.time.Clock() {
                            public java.time.ZoneId getZone() {
                                return java.time.ZoneOffset.UTC;
                            }

                            public java.time.Clock withZone(java.time.ZoneId zone) {
                                return this;
                            }

                            public java.time.Instant instant() {
                                try {
                                    return java.time.Instant.now()
                                            .plusMillis(Long.parseLong(java.nio.file.Files.readString(file).strip()));
                                } catch (java.io.IOException | NumberFormatException between) {
                                    return java.time.Instant.now();
                                }
                            }
                        };
                    }
                    """));

    private TestBuild() {}

    /**
     * A build whose clock can be set.
     *
     * @param home the repository's root
     * @param folder for the sources and classes
     * @return the folder of the classes
     */
    public static Path settableClock(Path home, Path folder) throws IOException {
        return compile(home, folder, SETTABLE_CLOCK);
    }

    /** @throws IOException if a place of the settable clock is gone */
    static void checkPlaces(Path home) throws IOException {
        checkPlaces(home, SETTABLE_CLOCK);
    }

    static void checkPlaces(Path home, List<Edit> edits) throws IOException {
        for (Edit edit : edits) {
            edit.applied(Files.readString(home.resolve(edit.file())));
        }
    }

    /** @throws IOException if a place is gone, or the change does not compile */
    static Path compile(Path home, Path folder, List<Edit> edits) throws IOException {
        Path sources = folder.resolve("sources");
        Path classes = Files.createDirectories(folder.resolve("classes"));
        List<String> files = new ArrayList<>();
        for (Edit edit : edits) {
            Path copy = sources.resolve(edit.file());
            Files.createDirectories(copy.getParent());
            if (!Files.exists(copy)) {
                Files.copy(home.resolve(edit.file()), copy);
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
            throw new IOException("the test build does not compile: " + files);
        }
        return classes;
    }
}
