package tributary.load.cluster;

import io.vertx.core.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tributary.load.client.Dialler;
import tributary.load.client.Line;
import tributary.load.ledger.Positions;
import tributary.load.wire.Envelope;
import tributary.load.wire.Mark;

/**
 * A visitor as the widget is one: when its line ends it goes to the other node after a moment, or when it was told to come
 * back, resumes, and sends again what was not acknowledged. Lives on the client's event loop.
 */
final class Guest implements Line.Listener {

    private static final int FIRST_BACKOFF_MS = 500;
    private static final int LONGEST_BACKOFF_MS = 30_000;
    private static final int MESSAGE_LENGTH = 120;

    private final int index;
    private final Context loop;
    private final Dialler[] diallers;
    private final Score score;
    private final Map<Integer, Sent> unanswered = new LinkedHashMap<>();
    private final Map<Long, Integer> asked = new LinkedHashMap<>();
    private int node;
    private @Nullable Line line;
    private Positions positions = new Positions(0);
    private String vid = "";
    private String vtok = "";
    private String epoch = "";
    private long request;
    private long hello;
    private long lostAt;
    private long comeBackMs = -1;
    private int refusedInARow;
    private int attempts;
    private int failedInARow;
    private int written;
    private boolean synced;
    private boolean pausing;
    private boolean left;

    /**
     * @param diallers one for each node
     * @param node where it comes first
     */
    Guest(int index, Context loop, Dialler[] diallers, int node, Score score) {
        this.index = index;
        this.loop = loop;
        this.diallers = diallers;
        this.node = node;
        this.score = score;
    }

    boolean synced() {
        return synced;
    }

    int node() {
        return node;
    }

    boolean settled() {
        return unanswered.isEmpty();
    }

    int holes() {
        return positions.holes();
    }

    void come() {
        diallers[node]
                .dial("/chat/v1/ws?inbox=" + Pair.INBOX, "lc1", this)
                .onSuccess(this::opened)
                .onFailure(refused -> {
                    attempts++;
                    failedInARow++;
                    again();
                });
    }

    void leave() {
        left = true;
        Line open = line;
        if (open != null) {
            open.close();
        }
    }

    /** Writes one more message; answers its number. */
    int write(long intended) {
        int number = written++;
        unanswered.put(number, new Sent(intended));
        if (synced && !pausing) {
            send(number);
        } else if (!synced) {
            score.writtenOffline(index, number);
        }
        return number;
    }

    private void opened(Line open) {
        line = open;
        synced = false;
        asked.clear();
        request = 1;
        hello = request++;
        String resume = vid.isEmpty()
                ? ""
                : ",\"vid\":\"" + vid + "\",\"vtok\":\"" + vtok + "\",\"epoch\":\"" + epoch + "\",\"seq\":"
                        + positions.last();
        open.send("{\"t\":\"hello\",\"id\":" + hello + ",\"d\":{\"v\":1,\"locale\":\"en\",\"tz\":\"UTC\"" + resume
                + "}}");
    }

    @Override
    public void received(Envelope envelope) {
        switch (envelope.type()) {
            case "welcome" -> welcome(envelope);
            case "synced" -> arrived();
            case "ok" -> accepted(envelope);
            case "err" -> refused(envelope);
            case "bye" -> comeBackMs = Math.max(0, envelope.retryAfter()) * 1_000;
            default -> {
                if (envelope.isDurable()) {
                    positions.next(envelope.position());
                }
            }
        }
    }

    private void welcome(Envelope envelope) {
        if (!vid.isEmpty() && written > unanswered.size() && !vid.equals(envelope.vid())) {
            score.wrong("a visitor with messages was taken for a new one");
        }
        vid = envelope.vid();
        vtok = envelope.vtok().isEmpty() ? vtok : envelope.vtok();
        if (!envelope.recovered() || !epoch.equals(envelope.epoch())) {
            positions = new Positions(envelope.seq());
        }
        epoch = envelope.epoch();
    }

    private void arrived() {
        synced = true;
        pausing = false;
        attempts = 0;
        refusedInARow = 0;
        if (lostAt != 0) {
            score.guestBack(System.nanoTime() - lostAt, failedInARow);
            lostAt = 0;
        }
        failedInARow = 0;
        sendAll();
    }

    private void sendAll() {
        unanswered.keySet().stream().toList().forEach(this::send);
    }

    private void send(int number) {
        Sent sent = unanswered.get(number);
        Line open = line;
        if (sent == null || open == null) {
            return;
        }
        sent.tries++;
        if (sent.tries > 2) {
            score.wrong("a message needed " + sent.tries + " attempts");
        }
        long id = request++;
        asked.put(id, number);
        open.send("{\"t\":\"msg.send\",\"id\":" + id + ",\"d\":{\"cid\":\"g" + index + "-" + number + "\",\"text\":\""
                + new Mark(Mark.Kind.VISITOR, index, number).text(MESSAGE_LENGTH) + "\",\"att\":[]}}");
    }

    private void accepted(Envelope envelope) {
        Integer number = asked.remove(envelope.re());
        if (number == null) {
            return;
        }
        Sent sent = unanswered.remove(number);
        if (sent != null) {
            score.acknowledged(index, number, sent.intended);
        }
    }

    /** Refused once, a client waits as long as it is told and tries again, with all that it wrote meanwhile behind that. */
    private void refused(Envelope envelope) {
        score.refusal(envelope.code());
        Integer number = asked.remove(envelope.re());
        if (number != null && !pausing) {
            pausing = true;
            loop.owner().setTimer(Math.max(1, envelope.retryAfter()) * 1_000, tick -> {
                if (synced && pausing) {
                    pausing = false;
                    sendAll();
                }
            });
        } else if (number != null) {
            return;
        } else if (envelope.re() == hello) {
            refusedInARow++;
            if (refusedInARow > 1) {
                score.wrong("a visitor was refused twice: " + envelope.code());
            }
        }
    }

    @Override
    public void closed(int code, String reason) {
        synced = false;
        if (left) {
            return;
        }
        if (lostAt == 0) {
            lostAt = System.nanoTime();
            score.guestLost();
            unanswered.keySet().forEach(number -> score.writtenOffline(index, number));
        } else {
            failedInARow++;
        }
        again();
    }

    /** The widget's back-off; but who was told when to come back, comes then. */
    private void again() {
        if (left) {
            return;
        }
        node = 1 - node;
        long longest = Math.min(LONGEST_BACKOFF_MS, (long) FIRST_BACKOFF_MS << Math.min(6, attempts));
        long wait = comeBackMs >= 0 ? comeBackMs : (long) (Math.random() * longest);
        comeBackMs = -1;
        loop.owner().setTimer(Math.max(1, wait), tick -> loop.runOnContext(on -> come()));
    }

    private static final class Sent {
        private final long intended;
        private int tries;

        Sent(long intended) {
            this.intended = intended;
        }
    }
}
