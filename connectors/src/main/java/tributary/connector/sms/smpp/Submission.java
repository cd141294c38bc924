package tributary.connector.sms.smpp;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import tributary.connector.Delivery;
import tributary.connector.sms.smpp.pdu.Address;
import tributary.connector.sms.smpp.pdu.Body;
import tributary.connector.sms.smpp.pdu.Pdu;
import tributary.connector.sms.smpp.pdu.Status;
import tributary.connector.sms.text.DataCoding;
import tributary.connector.sms.text.PhoneNumber;
import tributary.connector.sms.text.Segments;
import tributary.connector.sms.text.Segments.Encoding;
import tributary.connector.sms.text.UserData;

/** Texts to {@code submit_sm}s, one after the other, and what the answers mean. Used on the session's event loop. */
final class Submission {

    private static final Set<Integer> PASSING = Set.of(
            Status.THROTTLED, Status.QUEUE_FULL, Status.SYSTEM_ERROR, Status.TEMPORARY_ERROR, Status.SUBMIT_FAILED);
    private static final Duration LATER = Duration.ofSeconds(2);
    private static final long FIRST_WAIT_MS = 500;

    /** With the wait for the last answer it is shorter than the lease of a message on its way out. */
    private static final long PATIENCE_NANOS = Duration.ofSeconds(30).toNanos();

    private final Vertx vertx;
    private final SmppConfig config;
    private final SendRate rate;
    private int reference;

    Submission(Vertx vertx, SmppConfig config) {
        this.vertx = vertx;
        this.config = config;
        this.rate = new SendRate(config.rate(), System.nanoTime());
    }

    /**
     * Sends a text whole or in parts; a receipt is asked for the last one.
     *
     * @return fails if nobody knows whether all of it was sent
     */
    Future<Delivery> send(Session session, PhoneNumber to, String text) {
        return part(
                new Work(session, parts(to, Segments.normal(text)), System.nanoTime() + PATIENCE_NANOS),
                0,
                FIRST_WAIT_MS);
    }

    /** Once a part has been taken, only that part which was not may be tried again. */
    private Future<Delivery> part(Work work, int place, long waitMs) {
        long now = System.nanoTime();
        OptionalLong turn = rate.takeMs(now, work.until());
        if (turn.isEmpty()) {
            return notSent(place, "the message centre takes no more for now");
        }
        return pause(turn.getAsLong())
                .compose(go -> work.session().submit(work.parts().get(place), work.leftMs()))
                .transform(done -> {
                    if (done.succeeded()) {
                        return answered(work, place, waitMs, done.result());
                    }
                    return done.cause() instanceof NoAnswerException
                            ? Future.failedFuture(done.cause())
                            : notSent(place, String.valueOf(done.cause().getMessage()));
                });
    }

    /** Nothing of this part left; whoever got the parts before it has half a message. */
    private static Future<Delivery> notSent(int place, String why) {
        return place == 0
                ? Future.succeededFuture(new Delivery.Deferred(LATER, why))
                : Future.failedFuture(why + ", after others of its parts were taken");
    }

    private Future<Delivery> answered(Work work, int place, long waitMs, Pdu answer) {
        int status = answer.status();
        if (status == Status.OK) {
            return place + 1 < work.parts().size()
                    ? part(work, place + 1, FIRST_WAIT_MS)
                    : Future.succeededFuture(new Delivery.Accepted(id(answer)));
        }
        if (status == Status.THROTTLED) {
            rate.throttled(System.nanoTime());
        }
        if (status == Status.INCORRECT_BIND_STATUS) {
            work.session().close();
        }
        boolean passing = PASSING.contains(status) || status == Status.INCORRECT_BIND_STATUS;
        String reason = "the message centre answered " + Status.shown(status);
        if (place == 0) {
            return Future.succeededFuture(
                    passing ? new Delivery.Deferred(LATER, reason) : new Delivery.Rejected(reason));
        }
        return PASSING.contains(status) && System.nanoTime() < work.until()
                ? pause(waitMs).compose(go -> part(work, place, waitMs * 2))
                : Future.failedFuture(reason + " to part " + (place + 1) + " after others were taken");
    }

    private static String id(Pdu answer) {
        return answer.body() instanceof Body.Taken taken ? Receipt.canonical(taken.messageId()) : "";
    }

    private Future<Void> pause(long ms) {
        if (ms <= 0) {
            return Future.succeededFuture();
        }
        Promise<Void> over = Promise.promise();
        vertx.setTimer(ms, tick -> over.complete());
        return over.future();
    }

    private List<Body.Message> parts(PhoneNumber to, String text) {
        boolean usual = Segments.of(text).encoding() == Encoding.GSM7
                && config.alphabet().encode(text).isPresent();
        Segments segments = Segments.of(text, usual ? Encoding.GSM7 : Encoding.UCS2);
        reference = (reference + 1) & 0xFF;
        List<Body.Message> messages = new ArrayList<>();
        for (int i = 0; i < segments.count(); i++) {
            messages.add(message(to, segments, i, usual));
        }
        return messages;
    }

    private Body.Message message(PhoneNumber to, Segments segments, int place, boolean usual) {
        boolean many = segments.count() > 1;
        Buffer text = Buffer.buffer();
        if (many) {
            text.appendBytes(UserData.header(reference, segments.count(), place + 1));
        }
        String part = segments.parts().get(place);
        text.appendBytes(
                usual ? config.alphabet().encode(part).orElseThrow() : part.getBytes(StandardCharsets.UTF_16BE));
        boolean last = place + 1 == segments.count();
        Address destination = new Address(to.international() ? Address.INTERNATIONAL : 0, 1, to.digits());
        return Body.Message.of(
                source(),
                destination,
                many ? Body.Message.HEADER : 0,
                last ? 1 : 0,
                usual ? DataCoding.DEFAULT : DataCoding.UCS2,
                text,
                List.of());
    }

    private Address source() {
        String number = config.number();
        return new Address(config.ton(), config.npi(), number.startsWith("+") ? number.substring(1) : number);
    }

    /** @param until when nothing of it may leave any more */
    private record Work(Session session, List<Body.Message> parts, long until) {
        long leftMs() {
            return (until - System.nanoTime()) / 1_000_000;
        }
    }
}
