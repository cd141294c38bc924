package tributary.simulator;

import java.io.IOException;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./tributary simulate NAME …}. */
@Command(
        name = "tributary simulate",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        description = "Plays a provider against a running node; simulate NAME --help says how.")
public final class SimulateMain {

    private SimulateMain() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    static int run(String... args) {
        CommandLine line = new CommandLine(new SimulateMain());
        ServiceLoader.load(Simulator.class).forEach(line::addSubcommand);
        return line.setExecutionExceptionHandler(SimulateMain::failed).execute(args);
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof IllegalArgumentException || failure instanceof IOException) {
            command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
            return failure instanceof IOException ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.USAGE;
        }
        throw failure;
    }
}
