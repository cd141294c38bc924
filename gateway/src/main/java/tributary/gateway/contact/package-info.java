/**
 * People outside: contacts, their identities, the parties they are at our inboxes, and the sessions of visitors without an
 * account.
 *
 * <p>In: identity keys as connectors name them, with their proof. Out: parties with contact and stream position. It knows no
 * ticket.
 */
@NullMarked
package tributary.gateway.contact;

import org.jspecify.annotations.NullMarked;
