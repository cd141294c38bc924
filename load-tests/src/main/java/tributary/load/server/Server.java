package tributary.load.server;

import java.util.List;
import tributary.load.client.Address;

/** A running server under load, with a folder of its own. Closing it ends the process and removes the folder. */
public final class Server implements AutoCloseable {

    private final Child child;
    private final Address address;
    private final int ownPort;

    /** @param ownPort of its channel besides HTTP */
    Server(Child child, Address address, int ownPort) {
        this.child = child;
        this.address = address;
        this.ownPort = ownPort;
    }

    /** Where it takes mail, or looks for its message centre. */
    public int ownPort() {
        return ownPort;
    }

    /** Where it listens. */
    public Address address() {
        return address;
    }

    /** The server's own process, without its children. */
    public long pid() {
        return child.pid();
    }

    /** A sample of the CPU time used so far. */
    public CpuTimes cpu() {
        return CpuTimes.sample(pid(), child.descendants());
    }

    /** The JVM flags it runs with, for a second JVM that is to be compared with it. */
    public List<String> jvmFlags() {
        return JvmFlags.of(pid());
    }

    @Override
    public void close() {
        child.close();
    }
}
