/**
 * Files within a body: base64, uuencode within a text, and TNEF ({@code winmail.dat}).
 *
 * <p>In: the octets of a body. Out: the files in it. Must not know the structure of the mail around it.
 *
 * <p>TNEF is read by our own {@link tributary.connector.email.mime.embedded.TnefFile}. The one kept library, Apache POI
 * HMEF, was rejected: it wants the whole file as one object tree and takes the lengths a sender claims (its bound is a
 * switch for the whole process), and it brings POI, its scratchpad and four more libraries for a format of one page.
 * Base64 is our own because the parser's decoder stops at the first padding and so loses what stands after it.
 */
@NullMarked
package tributary.connector.email.mime.embedded;

import org.jspecify.annotations.NullMarked;
