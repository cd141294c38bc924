package tributary.load.faults.town;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of this machine a town uses.
 *
 * @param ahead a folder of classes before the gateway's own: a test build
 * @param volume PostgreSQL has a small disk of its own
 * @param network each node has a network namespace of its own
 * @param clock the test build has a clock that can be set
 */
public record Means(Optional<Path> ahead, boolean volume, boolean network, boolean clock) {

    /** Nothing but processes. */
    public static final Means PLAIN = new Means(Optional.empty(), false, false, false);

    /** Everything that this machine has. */
    public static Means all() {
        return new Means(
                Optional.empty(),
                Volume.obstacle().isEmpty(),
                Network.obstacle().isEmpty(),
                true);
    }

    /** The same with a test build. */
    public Means with(Path classes) {
        return new Means(Optional.of(classes), volume, network, clock);
    }

    /** Why something cannot be had on this machine, a sentence each. */
    public static List<String> obstacles() {
        List<String> all = new ArrayList<>();
        add(all, "full disk and power cut: ", Volume.obstacle());
        add(all, "cuts between the nodes: ", Network.obstacle());
        return all;
    }

    private static void add(List<String> all, String what, String obstacle) {
        if (!obstacle.isEmpty()) {
            all.add(what + obstacle);
        }
    }
}
