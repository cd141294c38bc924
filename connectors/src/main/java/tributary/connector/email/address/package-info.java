/**
 * What an inbox writes into its mails to recognise the answers: signed reply addresses, bounce addresses, Message-IDs and
 * subject marks; and the addresses and subjects they are put into.
 *
 * <p>In: an inbox's address, its keys, ticket numbers and message ids; later the texts that came back. Out: texts for
 * headers and envelopes; what a text that came back proves. All of it is pure. It knows no mail, no parser and no store.
 */
@NullMarked
package tributary.connector.email.address;

import org.jspecify.annotations.NullMarked;
