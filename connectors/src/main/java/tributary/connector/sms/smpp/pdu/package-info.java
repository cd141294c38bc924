/**
 * The protocol data units of SMPP 3.4 as octets and as values.
 *
 * <p>In: frames from a socket. Out: PDUs, or the status with which a frame has to be refused. It knows no session and no
 * connector, and does no I/O.
 */
@NullMarked
package tributary.connector.sms.smpp.pdu;

import org.jspecify.annotations.NullMarked;
