package tributary.connector.sms.smpp.pdu;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Octets of one frame to a PDU. Nothing of the frame is read past its end. */
public final class PduReader {

    public static final int HEADER = 16;

    /** Longest C-octet strings, with their NUL. */
    static final int SYSTEM_ID = 16;

    static final int PASSWORD = 9;
    static final int SYSTEM_TYPE = 13;
    static final int SERVICE_TYPE = 6;
    static final int ADDRESS = 21;
    static final int DATA_ADDRESS = 65;
    static final int RANGE = 41;
    static final int TIME = 17;
    static final int MESSAGE_ID = 65;
    static final int LIST_NAME = 21;
    static final int LONGEST_TEXT = 254;

    private final ByteBuf frame;
    private final int sequence;

    private PduReader(ByteBuf frame, int sequence) {
        this.frame = frame;
        this.sequence = sequence;
    }

    /**
     * Reads a whole frame.
     *
     * @param frame {@code command_length} octets, that member included
     * @throws MalformedPduException with the status to refuse it with
     */
    public static Pdu read(ByteBuf frame) {
        frame.skipBytes(4);
        int id = frame.readInt();
        int status = frame.readInt();
        int sequence = frame.readInt();
        PduReader reader = new PduReader(frame, sequence);
        Command command =
                Command.of(id).orElseThrow(() -> reader.malformed(Status.INVALID_COMMAND_ID, "unknown command"));
        Body body = command.response() && !frame.isReadable() ? Pdu.NOTHING : reader.body(command, status);
        return new Pdu(command, status, sequence, body);
    }

    private Body body(Command command, int status) {
        return switch (command) {
            case GENERIC_NACK, UNBIND, UNBIND_RESP, ENQUIRE_LINK, ENQUIRE_LINK_RESP, REPLACE_SM_RESP, CANCEL_SM_RESP ->
                Pdu.NOTHING;
            case BIND_RECEIVER, BIND_TRANSMITTER, BIND_TRANSCEIVER -> bind();
            case BIND_RECEIVER_RESP, BIND_TRANSMITTER_RESP, BIND_TRANSCEIVER_RESP ->
                new Body.Bound(text(SYSTEM_ID), tlvs());
            case OUTBIND -> new Body.Outbind(text(SYSTEM_ID), text(PASSWORD));
            case SUBMIT_SM, DELIVER_SM -> message(text(SERVICE_TYPE), address(ADDRESS), address(ADDRESS));
            case SUBMIT_SM_RESP, DELIVER_SM_RESP, DATA_SM_RESP -> taken(status);
            case DATA_SM -> data();
            case QUERY_SM -> new Body.Query(text(MESSAGE_ID), address(ADDRESS));
            case QUERY_SM_RESP -> new Body.Queried(text(MESSAGE_ID), text(TIME), octet(), octet());
            case CANCEL_SM -> new Body.Cancel(text(SERVICE_TYPE), text(MESSAGE_ID), address(ADDRESS), address(ADDRESS));
            case REPLACE_SM -> replace();
            case SUBMIT_MULTI -> multi();
            case SUBMIT_MULTI_RESP -> multiTaken();
            case ALERT_NOTIFICATION -> new Body.Alert(address(DATA_ADDRESS), address(DATA_ADDRESS), tlvs());
        };
    }

    private Body bind() {
        String systemId = text(SYSTEM_ID);
        String password = text(PASSWORD);
        String systemType = text(SYSTEM_TYPE);
        int version = octet();
        return new Body.Bind(systemId, password, systemType, version, address(RANGE));
    }

    private Body.Message message(String serviceType, Address source, Address destination) {
        int esmClass = octet();
        int protocolId = octet();
        int priority = octet();
        String schedule = text(TIME);
        String validity = text(TIME);
        int registered = octet();
        int replace = octet();
        int coding = octet();
        int defaultMessage = octet();
        Buffer text = octets(octet());
        return new Body.Message(
                serviceType,
                source,
                destination,
                esmClass,
                protocolId,
                priority,
                schedule,
                validity,
                registered,
                replace,
                coding,
                defaultMessage,
                text,
                tlvs());
    }

    /** With an error status some centres send half a body, or none. */
    private Body taken(int status) {
        if (status == Status.OK) {
            return new Body.Taken(text(MESSAGE_ID), tlvs());
        }
        return Pdu.NOTHING;
    }

    private Body data() {
        String serviceType = text(SERVICE_TYPE);
        Address source = address(DATA_ADDRESS);
        Address destination = address(DATA_ADDRESS);
        return new Body.Data(serviceType, source, destination, octet(), octet(), octet(), tlvs());
    }

    private Body replace() {
        String messageId = text(MESSAGE_ID);
        Address source = address(ADDRESS);
        String schedule = text(TIME);
        String validity = text(TIME);
        int registered = octet();
        int defaultMessage = octet();
        return new Body.Replace(messageId, source, schedule, validity, registered, defaultMessage, octets(octet()));
    }

    private Body multi() {
        String serviceType = text(SERVICE_TYPE);
        Address source = address(ADDRESS);
        List<Address> destinations = new ArrayList<>();
        List<String> lists = new ArrayList<>();
        for (int left = octet(); left > 0; left--) {
            int flag = octet();
            if (flag == 1) {
                destinations.add(address(ADDRESS));
            } else if (flag == 2) {
                lists.add(text(LIST_NAME));
            } else {
                throw malformed(Status.INVALID_DESTINATION, "dest_flag: expected 1 or 2");
            }
        }
        return new Body.Multi(destinations, lists, message(serviceType, source, Address.NONE));
    }

    private Body multiTaken() {
        String messageId = text(MESSAGE_ID);
        List<Body.MultiTaken.Unreached> unreached = new ArrayList<>();
        for (int left = octet(); left > 0; left--) {
            Address destination = address(ADDRESS);
            need(4);
            unreached.add(new Body.MultiTaken.Unreached(destination, frame.readInt()));
        }
        return new Body.MultiTaken(messageId, unreached);
    }

    private List<Tlv> tlvs() {
        List<Tlv> tlvs = new ArrayList<>();
        while (frame.isReadable()) {
            if (frame.readableBytes() < 4) {
                throw malformed(Status.INVALID_OPTIONAL_PART, "an optional parameter is cut off");
            }
            int tag = frame.readUnsignedShort();
            int length = frame.readUnsignedShort();
            if (length > frame.readableBytes()) {
                throw malformed(Status.INVALID_PARAMETER_LENGTH, "an optional parameter is longer than its frame");
            }
            tlvs.add(new Tlv(tag, octets(length)));
        }
        return tlvs;
    }

    private Address address(int most) {
        return new Address(octet(), octet(), text(most));
    }

    private int octet() {
        need(1);
        return frame.readUnsignedByte();
    }

    private Buffer octets(int length) {
        need(length);
        byte[] octets = new byte[length];
        frame.readBytes(octets);
        return Buffer.buffer(octets);
    }

    /** A C-octet string; {@code most} counts its NUL. */
    private String text(int most) {
        int length = frame.bytesBefore((byte) 0);
        if (length < 0 || length >= most) {
            throw malformed(
                    Status.INVALID_COMMAND_LENGTH, "expected a string of at most " + (most - 1) + " octets and a NUL");
        }
        String text = frame.toString(frame.readerIndex(), length, StandardCharsets.ISO_8859_1);
        frame.skipBytes(length + 1);
        return text;
    }

    private void need(int octets) {
        if (frame.readableBytes() < octets) {
            throw malformed(Status.INVALID_COMMAND_LENGTH, "the frame ends too early");
        }
    }

    private MalformedPduException malformed(int status, String message) {
        return new MalformedPduException(status, sequence, false, message);
    }
}
