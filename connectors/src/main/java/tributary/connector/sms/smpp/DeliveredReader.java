package tributary.connector.sms.smpp;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tributary.connector.sms.SmsEvents;
import tributary.connector.sms.smpp.pdu.Address;
import tributary.connector.sms.smpp.pdu.Body;
import tributary.connector.sms.smpp.pdu.Tlv;
import tributary.connector.sms.text.DataCoding;
import tributary.connector.sms.text.PartMark;
import tributary.connector.sms.text.PhoneNumber;
import tributary.connector.sms.text.UserData;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.DeliveryReported;

/** What a {@code deliver_sm} means. Pure. */
final class DeliveredReader {

    private static final int NATIONAL = 2;
    private static final int MOST_SHOWN = 140;
    private static final int TYPE = 0x3C;

    private final String inbox;
    private final SmppConfig config;

    DeliveredReader(String inbox, SmppConfig config) {
        this.inbox = inbox;
        this.config = config;
    }

    /** Nothing for a receipt that says nothing new. */
    List<ConversationEvent> read(DeliveredSms delivered) {
        Body.Message message = delivered.message();
        PhoneNumber from = number(message.source());
        Optional<Receipt> receipt =
                (message.esmClass() & TYPE) == 0 ? Optional.empty() : Receipt.of(message, config.receiptIds());
        return receipt.isPresent()
                ? reported(delivered, receipt.get(), from)
                : List.of(received(delivered, message, from));
    }

    private List<ConversationEvent> reported(DeliveredSms delivered, Receipt receipt, PhoneNumber from) {
        return receipt.state()
                .map(state -> List.<ConversationEvent>of(DeliveryReported.of(
                        from.at(inbox),
                        "receipt:" + receipt.messageId() + ":" + state,
                        receipt.messageId(),
                        state,
                        receipt.reason(),
                        delivered.at())))
                .orElseGet(List::of);
    }

    private ConversationEvent received(DeliveredSms delivered, Body.Message message, PhoneNumber from) {
        Buffer payload = message.payload();
        Optional<UserData> headed =
                message.header() ? UserData.read(payload.getBytes()) : Optional.of(new UserData(sar(message), payload));
        Optional<String> text = headed.flatMap(
                data -> DataCoding.decode(message.dataCoding(), data.body().getBytes(), config.alphabet()));
        Optional<PartMark> part = text.isPresent() ? headed.flatMap(UserData::part) : Optional.empty();
        return SmsEvents.received(
                inbox, from, delivered.id(), text.orElseGet(() -> octets(payload)), part, List.of(), delivered.at());
    }

    private static Optional<PartMark> sar(Body.Message message) {
        Optional<Integer> reference = number(message, Tlv.SAR_REFERENCE);
        Optional<Integer> total = number(message, Tlv.SAR_TOTAL);
        Optional<Integer> place = number(message, Tlv.SAR_NUMBER);
        return reference.isPresent() && total.isPresent() && place.isPresent()
                ? PartMark.of("sar", reference.get(), total.get(), place.get())
                : Optional.empty();
    }

    private static Optional<Integer> number(Body.Message message, int tag) {
        return Tlv.find(message.tlvs(), tag).flatMap(Tlv::number);
    }

    private static String octets(Buffer payload) {
        String shown = HexFormat.of().formatHex(payload.getBytes(0, Math.min(MOST_SHOWN, payload.length())));
        return "[binary message of " + payload.length() + " octets: " + shown + "]";
    }

    private PhoneNumber number(Address address) {
        try {
            if (address.ton() == Address.INTERNATIONAL && !address.value().startsWith("+")) {
                return PhoneNumber.of("+" + address.value());
            }
            if (address.ton() == Address.ALPHANUMERIC) {
                return PhoneNumber.local(address.value());
            }
            if (config.country().isPresent()) {
                return PhoneNumber.of(config.country().get(), address.value());
            }
            return address.ton() == NATIONAL ? PhoneNumber.local(address.value()) : PhoneNumber.of(address.value());
        } catch (IllegalArgumentException e) {
            return PhoneNumber.local("unknown");
        }
    }

    /** Whatever makes one delivery of a message the same as another. */
    Buffer content(Body.Message message) {
        return SmsEvents.hash(
                address(message.source()),
                address(message.destination()),
                message.esmClass() + "/" + message.dataCoding(),
                HexFormat.of().formatHex(message.payload().getBytes()),
                sar(message).map(PartMark::toString).orElse(""));
    }

    private static String address(Address address) {
        return address.ton() + "/" + address.value();
    }
}
