package tributary.connector.sms.smpp.pdu;

/**
 * An address of an end of a message (SMPP 3.4, section 5.2.5 to 5.2.9).
 *
 * @param ton type of number: 0 unknown, 1 international, 2 national, 5 alphanumeric, …
 * @param npi numbering plan: 0 unknown, 1 E.164, …
 * @param value at most 20 characters
 */
public record Address(int ton, int npi, String value) {
    public static final int INTERNATIONAL = 1;
    public static final int ALPHANUMERIC = 5;
    public static final Address NONE = new Address(0, 0, "");
}
