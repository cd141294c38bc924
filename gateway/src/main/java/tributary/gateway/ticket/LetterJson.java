package tributary.gateway.ticket;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tributary.conversation.Letter;
import tributary.conversation.Recipient;
import tributary.conversation.Trust;

/** How a letter's particulars are stored with its message, and shown as {@code mail}. */
public final class LetterJson {

    /** The word for machines that answer, in both directions. */
    private static final String AUTO_REPLY = "auto-reply";

    /** Member with the id of the stored file that has the letter as it came; not shown. */
    static final String ORIGINAL = "original";

    /** Place of that file among the message's files: before all that people see. */
    static final int ORIGINAL_ORDINAL = -1;

    private LetterJson() {}

    public static JsonObject of(Letter letter) {
        Trust trust = letter.trust();
        return new JsonObject()
                .put("subject", letter.subject())
                .put("to", array(letter.to()))
                .put("cc", array(letter.cc()))
                .put("bcc", new JsonArray())
                .put("replyTo", array(letter.replyTo()))
                .put(
                        "trust",
                        new JsonObject()
                                .put("level", trust.level())
                                .put("spf", trust.spf())
                                .put("dkim", trust.dkim())
                                .put("dmarc", trust.dmarc())
                                .put("domain", trust.domain()))
                .put("automatic", letter.automatic())
                .put("problems", new JsonArray(letter.problems()))
                .put("forwardedBy", letter.forwardedBy() == null ? null : person(letter.forwardedBy()))
                .put(
                        ORIGINAL,
                        letter.original() == null ? null : letter.original().toString());
    }

    /** What is stored with a letter of ours. */
    public static JsonObject outbound(String subject, List<Recipient> to, List<Recipient> cc, List<Recipient> bcc) {
        return new JsonObject()
                .put("subject", subject)
                .put("to", array(to))
                .put("cc", array(cc))
                .put("bcc", array(bcc))
                .put("replyTo", new JsonArray())
                .put("trust", null)
                .put("automatic", Letter.HUMAN)
                .put("problems", new JsonArray());
    }

    /** What is stored with a letter that a machine of ours writes. */
    public static JsonObject automatic(String subject, Recipient to) {
        return outbound(subject, List.of(to), List.of(), List.of()).put("automatic", AUTO_REPLY);
    }

    /** Whether a machine of ours wrote it. */
    static boolean automatic(@Nullable JsonObject letter) {
        return letter != null && AUTO_REPLY.equals(letter.getString("automatic"));
    }

    /**
     * What people see of a letter.
     *
     * @param author who wrote it, if a customer did
     */
    static @Nullable JsonObject shown(@Nullable JsonObject letter, Optional<Recipient> author) {
        if (letter == null) {
            return null;
        }
        JsonObject shown = letter.copy();
        shown.remove(ORIGINAL);
        if (!shown.containsKey("forwardedBy")) {
            shown.putNull("forwardedBy");
        }
        shown.put("answerTo", array(author.map(one -> answerTo(letter, one)).orElse(List.of())));
        return shown;
    }

    /**
     * To whom an answer goes: where the author wants it (RFC 5322, section 3.6.2), or to the author. What a forger wants is
     * not followed: if the author's domain denies the letter, its Reply-To may lead anywhere.
     */
    static List<Recipient> answerTo(@Nullable JsonObject letter, Recipient author) {
        List<Recipient> wanted = recipients(letter, "replyTo");
        return wanted.isEmpty() || denied(letter) ? List.of(author) : wanted;
    }

    private static boolean denied(@Nullable JsonObject letter) {
        JsonObject trust = letter == null ? null : letter.getJsonObject("trust");
        return trust != null && Trust.FAIL.equals(trust.getString("level"));
    }

    /** The people under a member such as {@code to}. */
    public static List<Recipient> recipients(@Nullable JsonObject letter, String member) {
        JsonArray people = letter == null ? null : letter.getJsonArray(member);
        return people == null
                ? List.of()
                : people.stream()
                        .map(JsonObject.class::cast)
                        .map(one -> new Recipient(one.getString("name"), one.getString("address")))
                        .toList();
    }

    /** Everybody a letter of ours is for. */
    static List<String> addresses(@Nullable JsonObject letter) {
        return Stream.of("to", "cc", "bcc")
                .flatMap(member -> recipients(letter, member).stream())
                .map(Recipient::address)
                .toList();
    }

    private static JsonArray array(List<Recipient> people) {
        JsonArray array = new JsonArray();
        people.forEach(one -> array.add(person(one)));
        return array;
    }

    private static JsonObject person(Recipient one) {
        return new JsonObject().put("name", one.name()).put("address", one.address());
    }
}
