package tributary.load.scenario;

import java.io.IOException;
import tributary.load.server.Server;

/** One measurement of one freshly started server. */
interface Trial {

    /** Measures. @throws IOException if the server could not be brought to the point of measuring */
    Result run(Server server) throws IOException;
}
