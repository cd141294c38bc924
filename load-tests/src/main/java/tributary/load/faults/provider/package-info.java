/**
 * What replies leave by, played by us: a mail relay, a carrier of short messages, a message centre and the platform of an
 * Official Account and of a customer-service account, which refuse, are silent or hang up when they are told to. Each writes
 * into the book what it took and what it answered. The message centre also brings what customers write, because nodes connect
 * to it; the service account and a mailbox keep it, because nodes fetch it.
 */
@NullMarked
package tributary.load.faults.provider;

import org.jspecify.annotations.NullMarked;
