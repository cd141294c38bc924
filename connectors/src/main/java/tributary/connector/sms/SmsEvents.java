package tributary.connector.sms;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tributary.connector.sms.text.PartMark;
import tributary.connector.sms.text.PhoneNumber;
import tributary.conversation.Author;
import tributary.conversation.AwaitedFile;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.MessagePartReceived;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.PartyKey;

/** Short messages as conversation events. */
public final class SmsEvents {

    /** Shown instead of a text that is not there. */
    public static final String EMPTY = "[empty message]";

    private SmsEvents() {}

    /**
     * What somebody wrote, whole or a part of it.
     *
     * @param text as decoded; a part may begin or end with half a character
     * @param part which part it is, if it is one
     * @param files what the provider keeps for us
     */
    public static ConversationEvent received(
            String inbox,
            PhoneNumber from,
            String externalId,
            String text,
            Optional<PartMark> part,
            List<AwaitedFile> files,
            Instant at) {
        PartyKey party = from.at(inbox);
        Instant when = at.truncatedTo(ChronoUnit.MILLIS);
        if (part.isPresent()) {
            PartMark mark = part.get();
            String assembly = mark.kind() + ":" + mark.reference() + ":" + mark.total();
            return new MessagePartReceived(
                    party, externalId, assembly, mark.number(), mark.total(), codeUnits(text), when);
        }
        String clean = storable(text);
        return new MessageReceived(
                party,
                externalId,
                null,
                Author.contact("", from.value()),
                clean.isEmpty() && files.isEmpty() ? EMPTY : clean,
                List.of(),
                null,
                null,
                when,
                null,
                files,
                null);
    }

    /** What no store takes, half characters and U+0000, is replaced or left out. */
    private static String storable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(point -> point != 0)
                .forEach(point -> clean.appendCodePoint(
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? 0xFFFD : point));
        return clean.toString();
    }

    private static String codeUnits(String text) {
        StringBuilder hex = new StringBuilder(text.length() * 4);
        text.chars().forEach(unit -> hex.append(HexFormat.of().toHexDigits((char) unit)));
        return hex.toString();
    }

    /** SHA-256 over what a thing says; each piece counts by its length too. */
    public static Buffer hash(String... pieces) {
        MessageDigest digest = sha256();
        for (String piece : pieces) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_16BE);
            digest.update(Buffer.buffer().appendInt(bytes.length).getBytes());
            digest.update(bytes);
        }
        return Buffer.buffer(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256: expected in every JVM", e);
        }
    }
}
