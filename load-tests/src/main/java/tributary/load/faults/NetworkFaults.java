package tributary.load.faults;

import java.io.IOException;
import java.util.Random;
import tributary.load.faults.crew.Crew;
import tributary.load.faults.town.Pause;
import tributary.load.faults.town.Proxy;
import tributary.load.faults.town.Town;

/** Faults between the nodes, and between clients and nodes. */
final class NetworkFaults {

    private static final long MINUTE_MS = 60_000;

    private NetworkFaults() {}

    static boolean halfOpenClients(Crew crew, Random random) {
        Proxy door = crew.town().door(random.nextInt(2));
        long before = door.swallowed();
        int connections = door.swallow();
        Pause.ms(7_000 + random.nextInt(2_000));
        door.reset();
        return connections > 0 && door.swallowed() > before;
    }

    static boolean oneWay(Crew crew, Random random) throws IOException {
        crew.town().network().deafen(random.nextInt(2));
        Pause.ms(3_000 + random.nextInt(9_000));
        return crew.town().network().heal() > 0;
    }

    static boolean bothWays(Crew crew, Random random) throws IOException {
        cut(crew.town());
        Pause.ms(3_000 + random.nextInt(9_000));
        return crew.town().network().heal() > 0;
    }

    static boolean forAMinute(Crew crew, Random random) throws IOException {
        Town town = crew.town();
        crew.spread();
        cut(town);
        int[] before = {crew.acknowledgements(0), crew.acknowledgements(1)};
        boolean serving = true;
        for (long left = MINUTE_MS; left > 0; left -= 1_000) {
            serving &= town.isReady(0) && town.isReady(1);
            Pause.ms(1_000);
        }
        if (!serving) {
            crew.book().complain("honest", "a node stopped serving while it was cut from the other one");
        }
        for (int node = 0; node < 2; node++) {
            if (crew.acknowledgements(node) == before[node]) {
                crew.book()
                        .complain("honest", "node " + node + " acknowledged nothing while it was cut from the other");
            }
        }
        return town.network().heal() > 0;
    }

    private static void cut(Town town) throws IOException {
        town.network().deafen(0);
        town.network().deafen(1);
    }
}
