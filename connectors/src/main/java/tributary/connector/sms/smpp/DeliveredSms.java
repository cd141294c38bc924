package tributary.connector.sms.smpp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import tributary.connector.UnreadableException;
import tributary.connector.sms.smpp.pdu.Body;
import tributary.connector.sms.smpp.pdu.Command;
import tributary.connector.sms.smpp.pdu.MalformedPduException;
import tributary.connector.sms.smpp.pdu.Pdu;
import tributary.connector.sms.smpp.pdu.PduReader;
import tributary.connector.sms.smpp.pdu.PduWriter;

/**
 * A {@code deliver_sm} as the journal keeps it.
 *
 * @param id given by us, because the protocol has none
 */
record DeliveredSms(String id, Body.Message message, Instant at) {

    private static final int VERSION = 1;

    DeliveredSms {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    Buffer raw() {
        ByteBuf pdu = Unpooled.buffer();
        PduWriter.write(Pdu.request(Command.DELIVER_SM, 1, message), pdu);
        return new JsonObject()
                .put("v", VERSION)
                .put("id", id)
                .put("at", at.toString())
                .put("pdu", ByteBufUtil.hexDump(pdu))
                .toBuffer();
    }

    /** @throws UnreadableException if it is not what {@link #raw} wrote */
    static DeliveredSms read(Buffer raw) {
        try {
            JsonObject json = raw.toJsonObject();
            String id = json.getString("id");
            String at = json.getString("at");
            String pdu = json.getString("pdu");
            if (id == null || at == null || pdu == null || pdu.length() < 2 * PduReader.HEADER) {
                throw new UnreadableException("raw: expected id, at and pdu");
            }
            Body body = PduReader.read(Unpooled.wrappedBuffer(HexFormat.of().parseHex(pdu)))
                    .body();
            if (body instanceof Body.Message message) {
                return new DeliveredSms(id, message, Instant.parse(at));
            }
            throw new UnreadableException("raw: expected a deliver_sm");
        } catch (DecodeException
                | DateTimeParseException
                | ClassCastException
                | IllegalArgumentException
                | MalformedPduException e) {
            throw new UnreadableException("raw: expected a JSON object with id, at and pdu");
        }
    }
}
