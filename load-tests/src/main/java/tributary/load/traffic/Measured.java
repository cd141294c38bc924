package tributary.load.traffic;

import java.util.ArrayList;
import java.util.List;
import tributary.load.client.Agent;
import tributary.load.ledger.Audit;
import tributary.load.report.Figure;
import tributary.load.server.CpuTimes;

/**
 * What a stretch of traffic gave.
 *
 * @param toAgent latency of a message from its visitor to each agent
 * @param toOk latency of a message to its {@code ok}
 * @param toVisitor latency of a reply to its visitor
 * @param cpu used during the timed seconds
 * @param deliveries events with a message that reached agents during the timed seconds
 * @param eventLength the mean length of such an event
 * @param resubscribed how often agents had to ask for what a heartbeat said they missed
 */
public record Measured(
        Audit messages,
        Audit replies,
        List<Figure> toAgent,
        List<Figure> toOk,
        List<Figure> toVisitor,
        CpuTimes cpu,
        long deliveries,
        int eventLength,
        int resubscribed,
        List<String> violations) {

    static Measured of(Tally tally, List<Agent> agents, CpuTimes cpu, long deliveries) {
        int resubscribed = agents.stream().mapToInt(Agent::resubscribed).sum();
        return new Measured(
                tally.messages(),
                tally.replies(),
                tally.toAgent().figures("visitor to agent"),
                tally.toOk().figures("visitor to ok"),
                tally.toVisitor().figures("agent to visitor"),
                cpu,
                deliveries,
                tally.eventLength(),
                resubscribed,
                tally.violations(agents));
    }

    /** Both ways of the street, from the appointed time. */
    public List<Figure> latencies() {
        List<Figure> figures = new ArrayList<>(toAgent);
        figures.addAll(toOk);
        figures.addAll(replies.sent() > 0 ? toVisitor : List.of());
        return figures;
    }

    /** What was counted. No ratio of counts means anything. */
    public List<Figure> counts() {
        List<Figure> figures = new ArrayList<>(
                List.of(count("sent", messages.sent()), count("ok", messages.ok()), count("err", messages.err())));
        messages.refused().forEach((code, many) -> figures.add(count("err " + code, many)));
        figures.addAll(List.of(
                count("err but seen", messages.refusedButSeen()),
                count("silent", messages.silent()),
                count("lost", messages.lost()),
                count("doubled", messages.doubled()),
                count("out of order", messages.reordered()),
                count("replies sent", replies.sent()),
                count("replies created", replies.ok()),
                count("replies lost", replies.lost()),
                count("resubscribed", resubscribed),
                count("event length", eventLength)));
        return figures;
    }

    /** What tells whether the machine was quiet and whether the client was the bottleneck. */
    public List<Figure> loadOnTheMachine() {
        return cpu.figures("");
    }

    /** Deliveries for each second of the server's own process. */
    public double deliveriesPerCpuSecond() {
        return cpu.server() == 0 ? 0 : deliveries / cpu.server();
    }

    private static Figure count(String name, long value) {
        return new Figure(name, value, false);
    }
}
