package tributary.connector.sms.smpp.pdu;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/** What a PDU carries besides its header (SMPP 3.4, chapter 4). */
public sealed interface Body {

    /** Nothing: enquire_link, unbind, their answers, generic_nack, and any answer with an error. */
    record Empty() implements Body {}

    /** bind_receiver, bind_transmitter, bind_transceiver. */
    record Bind(String systemId, String password, String systemType, int version, Address range) implements Body {
        @Override
        public String toString() {
            return "Bind[systemId=" + systemId + "]";
        }
    }

    /** Their answers. */
    record Bound(String systemId, List<Tlv> tlvs) implements Body {
        public Bound {
            tlvs = List.copyOf(tlvs);
        }
    }

    record Outbind(String systemId, String password) implements Body {
        @Override
        public String toString() {
            return "Outbind[systemId=" + systemId + "]";
        }
    }

    /**
     * submit_sm and deliver_sm.
     *
     * @param esmClass mode, type and header bit of the message; see {@link Message#RECEIPT}
     * @param text {@code short_message}, at most 254 octets
     */
    record Message(
            String serviceType,
            Address source,
            Address destination,
            int esmClass,
            int protocolId,
            int priority,
            String schedule,
            String validity,
            int registeredDelivery,
            int replace,
            int dataCoding,
            int defaultMessage,
            Buffer text,
            List<Tlv> tlvs)
            implements Body {

        /** Bits 2 to 5 of {@code esm_class}: a delivery receipt of the message centre. */
        public static final int RECEIPT = 0x04;

        /** A header stands before the text. */
        public static final int HEADER = 0x40;

        private static final int TYPE = 0x3C;

        public Message {
            tlvs = List.copyOf(tlvs);
        }

        /** What most messages are: no schedule, no priority, no replacement. */
        public static Message of(
                Address source,
                Address destination,
                int esmClass,
                int registeredDelivery,
                int dataCoding,
                Buffer text,
                List<Tlv> tlvs) {
            return new Message(
                    "", source, destination, esmClass, 0, 0, "", "", registeredDelivery, 0, dataCoding, 0, text, tlvs);
        }

        public boolean receipt() {
            return (esmClass & TYPE) == RECEIPT;
        }

        public boolean header() {
            return (esmClass & HEADER) != 0;
        }

        /** The text, wherever it stands. */
        public Buffer payload() {
            return text.length() > 0
                    ? text
                    : Tlv.find(tlvs, Tlv.MESSAGE_PAYLOAD).map(Tlv::value).orElse(text);
        }

        @Override
        public String toString() {
            return "Message[esmClass=" + esmClass + ", dataCoding=" + dataCoding + ", octets="
                    + payload().length() + "]";
        }
    }

    /** submit_sm_resp, deliver_sm_resp, data_sm_resp. */
    record Taken(String messageId, List<Tlv> tlvs) implements Body {
        public Taken {
            tlvs = List.copyOf(tlvs);
        }
    }

    record Data(
            String serviceType,
            Address source,
            Address destination,
            int esmClass,
            int registeredDelivery,
            int dataCoding,
            List<Tlv> tlvs)
            implements Body {
        public Data {
            tlvs = List.copyOf(tlvs);
        }

        /** The same as a message whose text is in an optional parameter. */
        public Message message() {
            return Message.of(source, destination, esmClass, registeredDelivery, dataCoding, Buffer.buffer(), tlvs);
        }

        @Override
        public String toString() {
            return "Data[esmClass=" + esmClass + ", dataCoding=" + dataCoding + "]";
        }
    }

    record Query(String messageId, Address source) implements Body {}

    record Queried(String messageId, String finalDate, int state, int error) implements Body {}

    record Cancel(String serviceType, String messageId, Address source, Address destination) implements Body {}

    record Replace(
            String messageId,
            Address source,
            String schedule,
            String validity,
            int registeredDelivery,
            int defaultMessage,
            Buffer text)
            implements Body {
        @Override
        public String toString() {
            return "Replace[messageId=" + messageId + "]";
        }
    }

    /** @param lists names of distribution lists, besides the destinations */
    record Multi(List<Address> destinations, List<String> lists, Message message) implements Body {
        public Multi {
            destinations = List.copyOf(destinations);
            lists = List.copyOf(lists);
        }
    }

    record MultiTaken(String messageId, List<Unreached> unreached) implements Body {
        public MultiTaken {
            unreached = List.copyOf(unreached);
        }

        /** A destination that was refused, and why. */
        public record Unreached(Address destination, int status) {}
    }

    record Alert(Address source, Address esme, List<Tlv> tlvs) implements Body {
        public Alert {
            tlvs = List.copyOf(tlvs);
        }
    }
}
