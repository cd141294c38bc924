package tributary.load.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tributary.load.report.Figure;

/**
 * CPU seconds used up to a moment, user and system together, read from {@code /proc}.
 *
 * @param at {@link System#nanoTime} of the sample
 * @param server the server's own process
 * @param children all it started, the database for one, with those that have ended
 * @param client this process
 * @param machine everything that runs on the machine
 */
public record CpuTimes(long at, double server, double children, double client, double machine) {

    private static final double TICKS_PER_SECOND = 100;
    private static final int UTIME = 11;
    private static final int CUTIME = 13;
    private static final int IDLE = 4;
    private static final int IOWAIT = 5;
    private static final int STEAL = 8;

    static CpuTimes sample(long pid, List<ProcessHandle> descendants) {
        double children = descendants.stream()
                .mapToDouble(child -> used(child.pid(), UTIME) + used(child.pid(), CUTIME))
                .sum();
        return new CpuTimes(
                System.nanoTime(),
                used(pid, UTIME),
                children,
                used(ProcessHandle.current().pid(), UTIME),
                machineBusy());
    }

    /** What was used since an earlier sample; {@code at} becomes the time between. */
    public CpuTimes since(CpuTimes earlier) {
        return new CpuTimes(
                at - earlier.at,
                server - earlier.server,
                children - earlier.children,
                client - earlier.client,
                machine - earlier.machine);
    }

    /** CPU of all that is neither server nor client, in percent of one core. Meant for a difference. */
    public double otherPercent() {
        return Math.max(0, percent(machine - server - children - client));
    }

    /**
     * What tells whether the machine was quiet and whether the client was the bottleneck. Meant for a difference.
     *
     * @param when in front of each name
     */
    public List<Figure> figures(String when) {
        return List.of(
                new Figure(when + "server CPU %", percent(server), true),
                new Figure(when + "server's children CPU %", percent(children), false),
                new Figure(when + "client CPU %", percent(client), false),
                new Figure(when + "other load CPU %", otherPercent(), false));
    }

    /** CPU seconds as a share of the elapsed time, in percent of one core. Meant for a difference. */
    public double percent(double cpuSeconds) {
        return cpuSeconds * 100 / (at / 1e9);
    }

    /** Two neighbouring fields, counted from the process state, which follows the command in brackets. */
    private static double used(long pid, int field) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])) / TICKS_PER_SECOND;
        } catch (IOException ended) {
            return 0;
        }
    }

    private static double machineBusy() {
        try {
            String[] fields = Files.readString(Path.of("/proc/stat"))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .split(" +", -1);
            long busy = 0;
            for (int field = 1; field <= STEAL && field < fields.length; field++) {
                busy += field == IDLE || field == IOWAIT ? 0 : Long.parseLong(fields[field]);
            }
            return busy / TICKS_PER_SECOND;
        } catch (IOException unreadable) {
            return 0;
        }
    }
}
