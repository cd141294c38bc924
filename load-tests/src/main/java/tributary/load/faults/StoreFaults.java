package tributary.load.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import tributary.load.faults.crew.Crew;
import tributary.load.faults.town.Engine;
import tributary.load.faults.town.Pause;
import tributary.load.faults.town.Proxy;
import tributary.load.faults.town.Town;

/** Faults of PostgreSQL, its disk, the way to it, and clocks. */
final class StoreFaults {

    private static final List<Duration> CLOCKS = List.of(
            Duration.ofHours(-1),
            Duration.ofHours(1),
            Duration.ofMinutes(-5),
            Duration.ofMinutes(5),
            Duration.ofDays(366));
    private static final String NO_SPACE = "No space left on device";

    private StoreFaults() {}

    static boolean killBackend(Crew crew, Random random) throws IOException {
        Engine postgres = crew.town().postgres();
        long before = postgres.logged("terminated by signal 9");
        long backend = number(crew.town(), """
                select pid from pg_stat_activity
                 where datname = 'tributary' and pid <> pg_backend_pid() order by random() limit 1""");
        Engine.signal("KILL", List.of(backend));
        Crew.await(10, "PostgreSQL to notice", () -> postgres.logged("terminated by signal 9") > before);
        postgres.awaitReady(30);
        return true;
    }

    static boolean slow(Crew crew, Random random) {
        int delay = 50 + random.nextInt(250);
        long before = delayed(crew.town());
        for (int node = 0; node < 2; node++) {
            crew.town().store(node).slow(delay);
        }
        Pause.ms(2_000 + random.nextInt(3_000));
        for (int node = 0; node < 2; node++) {
            crew.town().store(node).slow(0);
        }
        return delayed(crew.town()) > before;
    }

    static boolean halfOpen(Crew crew, Random random) {
        Proxy store = crew.town().store(random.nextInt(2));
        long before = store.swallowed();
        store.swallow();
        Pause.ms(2_000 + random.nextInt(5_000));
        store.reset();
        return store.swallowed() > before;
    }

    static boolean fullDisk(Crew crew, Random random) throws IOException {
        Town town = crew.town();
        Engine postgres = town.postgres();
        long before = postgres.logged(NO_SPACE);
        boolean full = town.volume().fill();
        try {
            for (int i = 0; i < 150 && postgres.logged(NO_SPACE) == before; i++) {
                Pause.ms(100);
                full |= town.volume().fill();
            }
            Pause.ms(500 + random.nextInt(2_000));
        } finally {
            town.volume().free();
        }
        if (!postgres.isAlive()) {
            postgres.restart();
        }
        postgres.awaitReady(30);
        return full && postgres.logged(NO_SPACE) > before;
    }

    static boolean powerCut(Crew crew, Random random) throws IOException {
        Town town = crew.town();
        Engine postgres = town.postgres();
        postgres.standStill();
        Path disk = town.volume().copy();
        town.redis().kill();
        postgres.kill();
        boolean gone = !postgres.isAlive() && !town.redis().isAlive();
        Pause.ms(random.nextInt(500));
        town.volume().replaceBy(disk);
        Fault.restartAndWait(town.redis());
        Fault.restartAndWait(postgres);
        return gone;
    }

    static boolean clockJump(Crew crew, Random random) throws IOException {
        int node = random.nextInt(2);
        long before = steps(crew.town());
        crew.town().clock(node, CLOCKS.get(random.nextInt(CLOCKS.size())).toMillis());
        Pause.ms(2_000 + random.nextInt(2_000));
        crew.town().clock(node, 0);
        return steps(crew.town()) > before;
    }

    /** How often the log steps from one clock's time to another's. */
    private static long steps(Town town) throws IOException {
        return number(town, """
                select count(*) from (select at - lag(at) over (partition by inbox_id order by position) as step
                                        from ticket_event) as steps
                 where abs(extract(epoch from step)) > 200""");
    }

    private static long delayed(Town town) {
        return town.store(0).delayed() + town.store(1).delayed();
    }

    private static long number(Town town, String query) throws IOException {
        try (Connection connection = town.database();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException failure) {
            throw new IOException(failure);
        }
    }
}
