package tributary.simulator;

import java.util.concurrent.Callable;

/**
 * One provider: a picocli {@code @Command} with a name, found through {@code META-INF/services}. {@link #call} runs until the
 * script is over or the process is stopped, and gives the exit code.
 */
public interface Simulator extends Callable<Integer> {}
