package tributary.conversation;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a message carries besides its text where the channel is one of letters, such as e-mail.
 *
 * @param subject as written; empty if there is none
 * @param html the body as HTML that is safe to show; an image of the letter itself has {@code cid:} and the id of its
 *     attachment as its address
 * @param reply what the author wrote anew, without quotes and signature; null means all of the text
 * @param to whom it names as its recipients
 * @param cc who else got it
 * @param replyTo where the author wants answers; empty means to the author
 * @param key the letter's own id, by which answers refer to it; null if it has none
 * @param clues signs of the ticket it belongs to, the strongest first
 * @param trust how far the author is who they say
 * @param automatic {@link #HUMAN}, or what kind of machine wrote it, a kebab-case word
 * @param original the stored file with the letter as it came; null while it is only in the journal
 * @param problems what was wrong with its form, kebab-case words
 * @param doubt why nobody but a person should decide what becomes of it; null if there is no such reason
 * @param forwarded the letter that this one passes on; null if it passes none on
 * @param forwardedBy who passed it on, where it counts as the passed-on author's; else null
 * @param unreachable the address about which it complains; else null
 * @param answer what a machine may say to it; null if its inbox has no such words, or it is no letter to answer so
 */
public record Letter(
        String subject,
        @Nullable String html,
        @Nullable String reply,
        List<Recipient> to,
        List<Recipient> cc,
        List<Recipient> replyTo,
        @Nullable String key,
        List<Clue> clues,
        Trust trust,
        String automatic,
        @Nullable UUID original,
        List<String> problems,
        @Nullable String doubt,
        @Nullable Forwarded forwarded,
        @Nullable Recipient forwardedBy,
        @Nullable Unreachable unreachable,
        @Nullable AutomaticAnswer answer) {

    /** A person wrote it. */
    public static final String HUMAN = "human";

    public Letter {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        replyTo = List.copyOf(replyTo);
        clues = List.copyOf(clues);
        problems = List.copyOf(problems);
    }

    /** One that passes nothing on, complains about nothing and is not answered by machines. */
    public Letter(
            String subject,
            @Nullable String html,
            @Nullable String reply,
            List<Recipient> to,
            List<Recipient> cc,
            List<Recipient> replyTo,
            @Nullable String key,
            List<Clue> clues,
            Trust trust,
            String automatic,
            @Nullable UUID original,
            List<String> problems,
            @Nullable String doubt) {
        this(
                subject, html, reply, to, cc, replyTo, key, clues, trust, automatic, original, problems, doubt, null,
                null, null, null);
    }

    Letter with(Trust found) {
        return new Letter(
                subject,
                html,
                reply,
                to,
                cc,
                replyTo,
                key,
                clues,
                found,
                automatic,
                original,
                problems,
                doubt,
                forwarded,
                forwardedBy,
                unreachable,
                answer);
    }

    Letter withoutDoubt() {
        return new Letter(
                subject,
                html,
                reply,
                to,
                cc,
                replyTo,
                key,
                clues,
                trust,
                automatic,
                original,
                problems,
                null,
                forwarded,
                forwardedBy,
                unreachable,
                null);
    }

    /**
     * The same letter as one of the author whose letter it passes on: whatever vouches for the forwarder says nothing of
     * that author, and only signed clues lead to a ticket, because the others are the forwarder's.
     */
    Letter of(Forwarded passedOn, Recipient forwarder) {
        return new Letter(
                passedOn.subject(),
                html,
                passedOn.reply().isBlank() ? null : passedOn.reply(),
                to,
                cc,
                List.of(),
                key,
                clues.stream().filter(Clue::signed).toList(),
                Trust.UNKNOWN,
                automatic,
                original,
                problems,
                doubt,
                null,
                forwarder,
                unreachable,
                null);
    }

    /** Machine mail is kept but inert: it reopens nothing, starts no clock and triggers no answer. */
    public boolean inert() {
        return !automatic.equals(HUMAN);
    }
}
