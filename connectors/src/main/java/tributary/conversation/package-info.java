/**
 * The language every part of Tributary speaks: who wrote (identities and parties), what came in (conversation events),
 * what goes out, and what may be lost (signals).
 *
 * <p>In: nothing. Out: immutable values. It must not know any channel, store or transport; the JSON form of the events is
 * {@link tributary.conversation.EventJson}, used by the journal and the bus alike.
 */
@NullMarked
package tributary.conversation;

import org.jspecify.annotations.NullMarked;
