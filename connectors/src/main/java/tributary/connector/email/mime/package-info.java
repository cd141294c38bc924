/**
 * Reads a mail: octets to headers, addresses, one readable text, its HTML, its files and its report.
 *
 * <p>In: the octets of a message as received. Out: a {@link tributary.connector.email.mime.ParsedMail}, and the decoded
 * octets of each file to a {@link tributary.connector.email.mime.PartSink} while they are read. Pure but for these
 * streams: the same octets give the same mail, part paths included. Never throws on any octets; what is broken is
 * repaired or left out, what is beyond a bound is not read, and either leaves a word in the problems.
 *
 * <p>The structure is read by Apache James mime4j, from a stream in which
 * {@link tributary.connector.email.mime.structure.RepairedStream} has mended headers and boundaries before. Must know
 * nothing of ours but its own sub-packages.
 *
 * <p>Problem words: {@code base64-broken}, {@code boundary-repaired}, {@code charset-guessed}, {@code encrypted},
 * {@code header-repaired}, {@code header-too-long}, {@code html-truncated}, {@code no-blank-line}, {@code no-boundary},
 * {@code no-closing-boundary}, {@code no-header}, {@code partial}, {@code signed-opaque}, {@code text-truncated},
 * {@code timeout}, {@code tnef-broken}, {@code tnef-too-large}, {@code too-deep}, {@code too-many-parts},
 * {@code unknown-encoding}, {@code unparsable}.
 */
@NullMarked
package tributary.connector.email.mime;

import org.jspecify.annotations.NullMarked;
