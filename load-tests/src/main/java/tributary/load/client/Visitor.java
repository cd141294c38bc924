package tributary.load.client;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import tributary.load.wire.Envelope;

/** One anonymous visitor on {@code lc1}. Never sends a message twice; the ledger says what became of each. */
public final class Visitor implements Line.Listener {

    private static final String HELLO = "{\"t\":\"hello\",\"id\":1,\"d\":{\"v\":1,\"locale\":\"en\",\"tz\":\"UTC\"}}";
    private static final int FIRST_REQUEST = 2;

    private final int index;
    private final Listener listener;
    private final Promise<Visitor> ready = Promise.promise();
    private Future<Line> line = Future.failedFuture("not connected");

    /** What a visitor has to tell. */
    public interface Listener {

        /** A message was accepted. */
        void accepted(int visitor, int number);

        /** A message was refused with a code. */
        void refused(int visitor, int number, String code);

        /** A push of the visitor's stream arrived. */
        void pushed(int visitor, Envelope envelope);

        /** The socket is gone. */
        void gone(int visitor, int code, String reason);
    }

    private Visitor(int index, Listener listener) {
        this.index = index;
        this.listener = listener;
    }

    /** Connects and says hello. Completes when the server said welcome and synced. */
    public static Future<Visitor> arrive(Dialler dialler, String inbox, int index, Listener listener) {
        Visitor visitor = new Visitor(index, listener);
        visitor.line = dialler.dial("/chat/v1/ws?inbox=" + inbox, "lc1", visitor);
        return visitor.line.compose(open -> {
            open.send(HELLO);
            return visitor.ready.future();
        });
    }

    /** Sends a message; {@code number} counts from 0 and gives both the request id and the {@code cid}. */
    public void send(int number, String text) {
        line.result()
                .send("{\"t\":\"msg.send\",\"id\":" + (number + FIRST_REQUEST) + ",\"d\":{\"cid\":\"c" + index + "-"
                        + number + "\",\"text\":\"" + text + "\",\"att\":[]}}");
    }

    @Override
    public void received(Envelope envelope) {
        switch (envelope.type()) {
            case "ok" -> answered(envelope);
            case "err" -> refused(envelope);
            case "synced" -> ready.tryComplete(this);
            default -> pushed(envelope);
        }
    }

    private void answered(Envelope envelope) {
        if (envelope.re() >= FIRST_REQUEST) {
            listener.accepted(index, number(envelope));
        }
    }

    private void refused(Envelope envelope) {
        if (envelope.re() >= FIRST_REQUEST) {
            listener.refused(index, number(envelope), envelope.code());
        } else {
            ready.tryFail("hello refused: " + envelope.code());
        }
    }

    private void pushed(Envelope envelope) {
        if (envelope.isDurable()) {
            listener.pushed(index, envelope);
        }
    }

    @Override
    public void closed(int code, String reason) {
        ready.tryFail("closed before welcome with " + code + " " + reason);
        listener.gone(index, code, reason);
    }

    private static int number(Envelope envelope) {
        return (int) envelope.re() - FIRST_REQUEST;
    }
}
