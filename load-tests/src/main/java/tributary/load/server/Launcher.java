package tributary.load.server;

import java.io.IOException;

/** Starts a fresh server. */
public interface Launcher {

    /**
     * Starts it and waits until it takes traffic.
     *
     * @throws IOException if it does not come up in time; nothing is left running
     */
    Server launch() throws IOException;
}
