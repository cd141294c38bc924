/**
 * The commands of one connection and what is answered, as phases that each know what a command means in them.
 *
 * <p>In: command lines. Out: answers, and at DATA the envelope. It asks the mailboxes whose a recipient is, and has no I/O.
 */
@NullMarked
package tributary.gateway.platform.smtp.dialogue;

import org.jspecify.annotations.NullMarked;
