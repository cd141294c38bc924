package tributary.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an event changes about whether the customer may be answered. A party that never had a grant may always be answered.
 *
 * @param name which window this is; a later one of the same name takes its place. Empty for all but {@link #window}
 * @param until when the window or the hold ends; null if it has no end
 * @param messages how many messages it allows; null if it allows any number
 * @param closed a kebab-case word why nothing may be sent any more, or null
 */
public record ReplyGrant(
        String name,
        @Nullable Instant until,
        @Nullable Integer messages,
        @Nullable String closed) {

    /** So many messages until then. */
    public static ReplyGrant window(String name, Instant until, int messages) {
        return new ReplyGrant(name, until, messages, null);
    }

    /** Nothing more, until another grant comes: the customer left, or refuses messages, or the provider says so. */
    public static ReplyGrant closed(String reason) {
        return new ReplyGrant("", null, null, reason);
    }

    /** Nothing until then, whatever the customer writes meanwhile, unless {@link #closed} or {@link #open} ends it: somebody else has the conversation. */
    public static ReplyGrant held(String reason, Instant until) {
        return new ReplyGrant("", until, null, reason);
    }

    /** Whatever was closed or counted: there is no limit from now on. */
    public static ReplyGrant open() {
        return new ReplyGrant("", null, null, null);
    }
}
