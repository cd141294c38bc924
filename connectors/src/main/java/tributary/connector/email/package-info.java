/**
 * E-mail: one inbox behind the node's SMTP and LMTP listener, and its relay for what goes out.
 *
 * <p>In: mails as received. Out: letters for the journal, with their files stored before; mails of ours through the relay.
 * It joins its sub-packages, which know nothing of each other's work: {@code mime} reads, {@code html} cleans,
 * {@code reply} finds the new words, {@code auth} asks who it was, {@code automatic} whether it was a machine,
 * {@code address} signs and proves, {@code send} sends.
 */
@NullMarked
package tributary.connector.email;

import org.jspecify.annotations.NullMarked;
