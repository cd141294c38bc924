/**
 * Questions to the domain name system that mail authentication asks: text, address, mail exchanger and pointer records.
 *
 * <p>In: names. Out: what is there, nothing, or the news that nobody answered in time. It knows name servers and a small
 * cache; it does not know what a record means.
 */
@NullMarked
package tributary.connector.email.auth.dns;

import org.jspecify.annotations.NullMarked;
