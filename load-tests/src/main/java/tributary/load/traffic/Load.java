package tributary.load.traffic;

/**
 * How much is asked of a server.
 *
 * @param rate visitor messages a second
 * @param warmUp seconds before anything is timed; counted all the same
 * @param seconds seconds that are timed
 * @param visitors who write, in turn
 * @param agents subscribed to the inbox
 * @param replyRate agent replies a second, over REST; 0 for none
 * @param bytes length of a message's text
 */
public record Load(double rate, int warmUp, int seconds, int visitors, int agents, double replyRate, int bytes) {

    /** @throws IllegalArgumentException naming the option that is out of bounds */
    public Load {
        within("rate", rate, 0.1, 20_000);
        within("warm-up", warmUp, 0, 120);
        within("seconds", seconds, 1, 600);
        within("visitors", visitors, 1, 19_000);
        within("agents", agents, 1, 1000);
        within("reply-rate", replyRate, 0, 2000);
        within("bytes", bytes, 16, 4000);
        within("rate × seconds", rate * (warmUp + seconds), 1, 2_000_000);
    }

    /** Visitor messages in all. */
    public int messages() {
        return (int) (rate * (warmUp + seconds));
    }

    /** Agent replies in all. */
    public int replies() {
        return (int) (replyRate * (warmUp + seconds));
    }

    /** The most that one visitor sends or gets when {@code total} are dealt out in turn. */
    int perVisitor(int total) {
        return total / visitors + 1;
    }

    private static void within(String name, double value, double least, double most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "--" + name + ": expected " + least + " to " + most + ", found " + value);
        }
    }

    @Override
    public String toString() {
        return rate + " messages/s for " + seconds + " s after " + warmUp + " s, " + visitors + " visitors, " + agents
                + " agents, " + replyRate + " replies/s, " + bytes + " characters";
    }
}
