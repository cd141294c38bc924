package tributary.load.faults.provider;

import io.vertx.core.Vertx;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tributary.load.faults.check.Book;

/** The relay and the carrier of a town. */
public final class Providers {

    /** A reply's own words, wherever they stand in what is sent. */
    private static final Pattern REPLY = Pattern.compile("r [a-z]+[0-9]+ [0-9]+");

    private final Mood mood = new Mood();

    private Providers() {}

    /** Both listen when this returns. */
    public static Providers start(Vertx vertx, Book book, String host, int relayPort, int carrierPort) {
        Providers providers = new Providers();
        Relay.listen(vertx, book, providers.mood, host, relayPort);
        Carrier.listen(vertx, book, providers.mood, host, carrierPort);
        return providers;
    }

    /** From now on they refuse, hang up or are silent, by turns. */
    public void worsen(Random random) {
        mood.worsen(random);
    }

    public void mend() {
        mood.mend();
    }

    /** How many messages were not simply taken so far. */
    public int hard() {
        return mood.hard();
    }

    static String reply(String sent) {
        Matcher words = REPLY.matcher(sent);
        return words.find() ? words.group() : "no reply of ours";
    }
}
