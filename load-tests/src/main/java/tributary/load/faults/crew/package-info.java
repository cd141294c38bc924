/**
 * The clients of a town: visitors, senders of mail and messages, agents. Each keeps repeating what was not answered,
 * and writes into the book what it sent, was told and was shown.
 */
@NullMarked
package tributary.load.faults.crew;

import org.jspecify.annotations.NullMarked;
