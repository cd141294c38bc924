package tributary.load;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tributary.load.cluster.ClusterBench;
import tributary.load.faults.Faults;
import tributary.load.scenario.Email;
import tributary.load.scenario.Fanout;
import tributary.load.scenario.Idle;
import tributary.load.scenario.Slow;
import tributary.load.scenario.Smpp;
import tributary.load.scenario.Street;
import tributary.load.scenario.Webhook;

/** {@code ./tributary bench NAME}. Exit codes: 0 measured, 1 a promise was broken or nothing could be measured, 2 usage. */
@Command(
        name = "./tributary bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        description = "Puts load on a freshly started node and prints its figures.",
        subcommands = {
            Street.class,
            Idle.class,
            Fanout.class,
            Slow.class,
            Email.class,
            Webhook.class,
            Smpp.class,
            ClusterBench.class,
            Faults.class
        })
public final class LoadMain {

    /** Warns of each pooled connection that a server closes. Held here: a logger that nobody holds forgets its level. */
    private static final Logger CONNECTIONS = Logger.getLogger("io.vertx.core.http.impl.HttpClientConnectionInternal");

    private LoadMain() {}

    /** Runs one scenario. */
    public static void main(String[] args) {
        CONNECTIONS.setLevel(Level.SEVERE);
        System.exit(run(args));
    }

    static int run(String... args) {
        return new CommandLine(new LoadMain())
                .setExecutionExceptionHandler(LoadMain::failed)
                .execute(args);
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof IllegalArgumentException) {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        if (failure instanceof IOException) {
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
