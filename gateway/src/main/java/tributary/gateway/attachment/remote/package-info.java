/**
 * Pictures that mails show from other machines, fetched here so that nobody there learns who reads them.
 *
 * <p>In: a message's cleaned HTML, and what an agent asked to see. Out: signed addresses of ours, and behind them the
 * pictures. It knows no ticket, and nothing of who asks.
 */
@NullMarked
package tributary.gateway.attachment.remote;

import org.jspecify.annotations.NullMarked;
