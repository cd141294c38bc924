package tributary.load.faults.provider;

import io.vertx.core.Vertx;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tributary.load.faults.check.Book;
import tributary.load.faults.town.Town;

/** All that a town's replies leave by. */
public final class Providers implements AutoCloseable {

    /** A reply's own words, wherever they stand in what is sent. */
    private static final Pattern REPLY = Pattern.compile("r [a-z]+[0-9]+ [0-9]+");

    private final Mood mood = new Mood();
    private final MessageCentre centre;
    private final ServiceAccount account = new ServiceAccount();
    private final Mailbox mailbox;

    private Providers(Vertx vertx, Book book, Mailbox mailbox) {
        this.centre = new MessageCentre(vertx, book, mood);
        this.mailbox = mailbox;
    }

    /** All listen when this returns. */
    public static Providers start(Vertx vertx, Book book, Town town) {
        Providers providers = new Providers(vertx, book, new Mailbox(vertx, town.center(), town.mailboxPort()));
        Relay.listen(vertx, book, providers.mood, town.center(), town.relayPort());
        Carrier.listen(vertx, book, providers.mood, town.center(), town.carrierPort());
        Platform.listen(vertx, book, providers.mood, providers.account, town.center(), town.platformPort());
        providers.centre.listen(town.center(), town.centrePort());
        return providers;
    }

    public MessageCentre centre() {
        return centre;
    }

    public ServiceAccount account() {
        return account;
    }

    public Mailbox mailbox() {
        return mailbox;
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

    @Override
    public void close() {
        mailbox.close();
    }

    static String reply(String sent) {
        Matcher words = REPLY.matcher(sent);
        return words.find() ? words.group() : "no reply of ours";
    }
}
