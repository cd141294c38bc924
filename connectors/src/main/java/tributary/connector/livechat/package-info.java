/**
 * Live chat: the visitor's socket ({@code lc1}) and the upload of files.
 *
 * <p>In: frames of widgets. Out: arrivals for the journal, and a party's stream written to the sockets that follow it.
 * A session gets a row when its visitor first says something, so page views cost the database nothing. It must not know
 * tickets, agents' sockets or any store.
 */
@NullMarked
package tributary.connector.livechat;

import org.jspecify.annotations.NullMarked;
