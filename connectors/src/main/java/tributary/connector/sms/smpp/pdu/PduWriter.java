package tributary.connector.sms.smpp.pdu;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** PDUs to octets. What is longer than the protocol allows is our own mistake and throws. */
public final class PduWriter {

    private final ByteBuf out;

    private PduWriter(ByteBuf out) {
        this.out = out;
    }

    /** Appends a whole frame. */
    public static void write(Pdu pdu, ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(0).writeInt(pdu.command().id()).writeInt(pdu.status()).writeInt(pdu.sequence());
        new PduWriter(out).body(pdu.body());
        out.setInt(start, out.writerIndex() - start);
    }

    private void body(Body body) {
        if (body instanceof Body.Bind bind) {
            bind(bind);
        } else if (body instanceof Body.Bound bound) {
            text(bound.systemId(), PduReader.SYSTEM_ID);
            tlvs(bound.tlvs());
        } else if (body instanceof Body.Outbind outbind) {
            text(outbind.systemId(), PduReader.SYSTEM_ID);
            text(outbind.password(), PduReader.PASSWORD);
        } else if (body instanceof Body.Message message) {
            message(message);
        } else if (body instanceof Body.Taken taken) {
            text(taken.messageId(), PduReader.MESSAGE_ID);
            tlvs(taken.tlvs());
        } else {
            rarer(body);
        }
    }

    private void rarer(Body body) {
        if (body instanceof Body.Data data) {
            data(data);
        } else if (body instanceof Body.Query query) {
            text(query.messageId(), PduReader.MESSAGE_ID);
            address(query.source(), PduReader.ADDRESS);
        } else if (body instanceof Body.Queried queried) {
            text(queried.messageId(), PduReader.MESSAGE_ID);
            text(queried.finalDate(), PduReader.TIME);
            out.writeByte(queried.state()).writeByte(queried.error());
        } else if (body instanceof Body.Cancel cancel) {
            text(cancel.serviceType(), PduReader.SERVICE_TYPE);
            text(cancel.messageId(), PduReader.MESSAGE_ID);
            address(cancel.source(), PduReader.ADDRESS);
            address(cancel.destination(), PduReader.ADDRESS);
        } else if (body instanceof Body.Replace replace) {
            replace(replace);
        } else {
            toMany(body);
        }
    }

    private void toMany(Body body) {
        if (body instanceof Body.Multi multi) {
            multi(multi);
        } else if (body instanceof Body.MultiTaken taken) {
            text(taken.messageId(), PduReader.MESSAGE_ID);
            out.writeByte(taken.unreached().size());
            taken.unreached().forEach(one -> {
                address(one.destination(), PduReader.ADDRESS);
                out.writeInt(one.status());
            });
        } else if (body instanceof Body.Alert alert) {
            address(alert.source(), PduReader.DATA_ADDRESS);
            address(alert.esme(), PduReader.DATA_ADDRESS);
            tlvs(alert.tlvs());
        } else if (!(body instanceof Body.Empty)) {
            throw new IllegalStateException("pdu: expected a known body, found " + body.getClass());
        }
    }

    private void bind(Body.Bind bind) {
        text(bind.systemId(), PduReader.SYSTEM_ID);
        text(bind.password(), PduReader.PASSWORD);
        text(bind.systemType(), PduReader.SYSTEM_TYPE);
        out.writeByte(bind.version());
        address(bind.range(), PduReader.RANGE);
    }

    private void message(Body.Message message) {
        text(message.serviceType(), PduReader.SERVICE_TYPE);
        address(message.source(), PduReader.ADDRESS);
        address(message.destination(), PduReader.ADDRESS);
        content(message);
    }

    private void content(Body.Message message) {
        out.writeByte(message.esmClass()).writeByte(message.protocolId()).writeByte(message.priority());
        text(message.schedule(), PduReader.TIME);
        text(message.validity(), PduReader.TIME);
        out.writeByte(message.registeredDelivery()).writeByte(message.replace());
        out.writeByte(message.dataCoding()).writeByte(message.defaultMessage());
        counted(message.text());
        tlvs(message.tlvs());
    }

    private void data(Body.Data data) {
        text(data.serviceType(), PduReader.SERVICE_TYPE);
        address(data.source(), PduReader.DATA_ADDRESS);
        address(data.destination(), PduReader.DATA_ADDRESS);
        out.writeByte(data.esmClass()).writeByte(data.registeredDelivery()).writeByte(data.dataCoding());
        tlvs(data.tlvs());
    }

    private void replace(Body.Replace replace) {
        text(replace.messageId(), PduReader.MESSAGE_ID);
        address(replace.source(), PduReader.ADDRESS);
        text(replace.schedule(), PduReader.TIME);
        text(replace.validity(), PduReader.TIME);
        out.writeByte(replace.registeredDelivery()).writeByte(replace.defaultMessage());
        counted(replace.text());
    }

    private void multi(Body.Multi multi) {
        text(multi.message().serviceType(), PduReader.SERVICE_TYPE);
        address(multi.message().source(), PduReader.ADDRESS);
        out.writeByte(multi.destinations().size() + multi.lists().size());
        multi.destinations().forEach(destination -> {
            out.writeByte(1);
            address(destination, PduReader.ADDRESS);
        });
        multi.lists().forEach(list -> {
            out.writeByte(2);
            text(list, PduReader.LIST_NAME);
        });
        content(multi.message());
    }

    private void address(Address address, int most) {
        out.writeByte(address.ton()).writeByte(address.npi());
        text(address.value(), most);
    }

    private void counted(Buffer text) {
        if (text.length() > PduReader.LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "short_message: expected at most " + PduReader.LONGEST_TEXT + " octets, found " + text.length());
        }
        out.writeByte(text.length()).writeBytes(text.getBytes());
    }

    private void tlvs(List<Tlv> tlvs) {
        for (Tlv tlv : tlvs) {
            out.writeShort(tlv.tag())
                    .writeShort(tlv.value().length())
                    .writeBytes(tlv.value().getBytes());
        }
    }

    private void text(String text, int most) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        if (octets.length >= most || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    "pdu: expected a string of at most " + (most - 1) + " octets, found " + octets.length);
        }
        out.writeBytes(octets).writeByte(0);
    }
}
