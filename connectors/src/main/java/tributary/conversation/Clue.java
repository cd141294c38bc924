package tributary.conversation;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sign in a letter that it belongs to a ticket. One of {@code ticket}, {@code message} and {@code key} is set.
 *
 * @param rule the word under which people see it: {@code plus-address}, {@code in-reply-to}, {@code references} or
 *     {@code subject-number}
 * @param ticket a ticket's number
 * @param message a message of ours
 * @param key the id of a letter, ours or somebody else's, as {@link Letter#key} has it
 * @param signed whether we made the sign and whoever has it may join the ticket; else only its participants may
 */
public record Clue(
        String rule,
        @Nullable Long ticket,
        @Nullable UUID message,
        @Nullable String key,
        boolean signed) {}
