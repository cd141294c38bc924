package tributary.gateway;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tributary.config.ConfigException;
import tributary.config.ConfigFile;
import tributary.gateway.platform.postgres.backup.BackupException;
import tributary.gateway.platform.postgres.embedded.EmbeddedPostgres;

/** The command line of a node: {@code run}, {@code doctor}, {@code backup}, {@code restore}. */
@Command(name = "tributary", description = "A messaging gateway with a support desk on top.")
public final class Main {

    private static final int OK = 0;
    private static final int ERROR = 1;
    private static final int CONFIGURATION = 3;
    private static final int DEPENDENCY = 4;

    private Main() {}

    public static void main(String[] arguments) {
        int code = new CommandLine(new Main())
                .addSubcommand(new Run())
                .addSubcommand(new Check())
                .addSubcommand(new Save())
                .addSubcommand(new Load())
                .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure))
                .execute(arguments);
        System.exit(code);
    }

    /** One line for a person; a stack trace only for what is our own fault. */
    private static int explain(Exception failure) {
        if (failure instanceof ConfigException wrong) {
            wrong.problems().forEach(System.err::println);
            return CONFIGURATION;
        }
        if (failure instanceof DependencyException down) {
            System.err.println(down.getMessage());
            return DEPENDENCY;
        }
        if (failure instanceof EmbeddedPostgres.InUseException || failure instanceof EmbeddedPostgres.StartException) {
            System.err.println(failure.getMessage());
            return DEPENDENCY;
        }
        if (failure instanceof BackupException refused) {
            System.err.println(refused.getMessage());
            return refused.databaseIsDown() ? DEPENDENCY : ERROR;
        }
        failure.printStackTrace();
        return ERROR;
    }

    private abstract static class Subcommand implements Callable<Integer> {
        @Option(names = "--config", paramLabel = "FILE", required = true)
        private Path file = Path.of("config/etc/tributary.yaml");

        GatewayConfig config() {
            return ConfigFile.open(file, System.getenv()).read(GatewayConfig.class);
        }
    }

    @Command(name = "run", description = "Serve.")
    private static final class Run extends Subcommand {
        @Override
        public Integer call() throws Exception {
            Gateway gateway = Gateway.start(config());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(gateway), "tributary-stop"));
            gateway.announce(System.out);
            Thread.currentThread().join();
            return OK;
        }

        /** A stop that was asked for is no error; the JVM's own code for a signal would say it was. */
        private static void drain(Gateway gateway) {
            gateway.stop();
            Runtime.getRuntime().halt(OK);
        }
    }

    @Command(name = "doctor", description = "Check what a node needs.")
    private static final class Check extends Subcommand {
        @Override
        public Integer call() {
            return switch (new Doctor(config()).report(System.out)) {
                case HEALTHY -> OK;
                case LACKING -> DEPENDENCY;
                case MISCONFIGURED -> CONFIGURATION;
            };
        }
    }

    @Command(name = "backup", description = "Write the whole record to a file.")
    private static final class Save extends Subcommand {
        @Parameters(paramLabel = "FILE")
        private Path to = Path.of("");

        @Override
        public Integer call() {
            Archive.backup(config(), to, System.out);
            return OK;
        }
    }

    @Command(name = "restore", description = "Read the whole record from a file into an empty database.")
    private static final class Load extends Subcommand {
        @Parameters(paramLabel = "FILE")
        private Path from = Path.of("");

        @Override
        public Integer call() {
            Archive.restore(config(), from, System.out);
            return OK;
        }
    }

    /** Something the node stands on is down or missing; the message names the fix. */
    static final class DependencyException extends RuntimeException {
        DependencyException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
