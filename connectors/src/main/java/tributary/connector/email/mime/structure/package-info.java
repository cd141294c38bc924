/**
 * The lines of a mail and where its parts begin: header blocks, delimiters, and their repairs.
 *
 * <p>In: the received octets. Out: the same mail with a structure no parser can misread, and the header blocks as
 * sent. Source: RFC 5322 section 2, RFC 2046 section 5.1. Must not know what a part means, nor any charset.
 */
@NullMarked
package tributary.connector.email.mime.structure;

import org.jspecify.annotations.NullMarked;
