package tributary.load.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** Reads text frames: one envelope or an array of them. Streams over the text, because the client must stay cheap. */
public final class Frames {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int ENVELOPE = 0;
    private static final int BODY = 1;
    private static final int DATA = 2;
    private static final int HEADS = 3;

    private Frames() {}

    /**
     * Gives each envelope of a frame to a sink, in order.
     *
     * @throws UncheckedIOException if the frame is not JSON or neither an object nor an array of objects
     */
    public static void read(String frame, Consumer<Envelope> sink) {
        try (JsonParser parser = JSON.createParser(frame)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_OBJECT) {
                sink.accept(envelope(parser));
            } else if (first == JsonToken.START_ARRAY) {
                while (parser.nextToken() == JsonToken.START_OBJECT) {
                    sink.accept(envelope(parser));
                }
            } else {
                throw new IOException("expected an object or an array, found " + first);
            }
        } catch (IOException malformed) {
            throw new UncheckedIOException("a frame of " + frame.length() + " characters is malformed", malformed);
        }
    }

    private static Envelope envelope(JsonParser parser) throws IOException {
        Draft draft = new Draft();
        long start = offset(parser);
        object(parser, ENVELOPE, draft);
        return draft.finished((int) (offset(parser) - start) + 1);
    }

    private static long offset(JsonParser parser) {
        return parser.currentLocation().getCharOffset();
    }

    private static void object(JsonParser parser, int level, Draft draft) throws IOException {
        String name;
        while ((name = parser.nextFieldName()) != null) {
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                int below = below(level, name);
                if (below < 0) {
                    parser.skipChildren();
                } else {
                    object(parser, below, draft);
                }
            } else if (value == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else {
                draft.take(level, name, parser);
            }
        }
    }

    private static int below(int level, String name) {
        if (level == ENVELOPE && name.equals("d")) {
            return BODY;
        }
        if (level == BODY && name.equals("data")) {
            return DATA;
        }
        return level == BODY && name.equals("heads") ? HEADS : -1;
    }

    /** The members seen so far. */
    private static final class Draft {

        private String type = "";
        private long re = -1;
        private long position = -1;
        private String kind = "";
        private String code = "";
        private String reason = "";
        private String epoch = "";
        private long seq = -1;
        private boolean recovered;
        private long ticket = -1;
        private String direction = "";
        private String text = "";
        private long head = -1;
        private long retryAfter = -1;
        private String vid = "";
        private String vtok = "";

        void take(int level, String name, JsonParser parser) throws IOException {
            switch (level) {
                case ENVELOPE -> takeEnvelope(name, parser);
                case BODY -> takeBody(name, parser);
                case DATA -> takeData(name, parser);
                default -> head = Math.max(head, parser.getValueAsLong(-1));
            }
        }

        private void takeEnvelope(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "t" -> type = text(parser);
                case "re" -> re = parser.getValueAsLong(-1);
                case "s" -> position = parser.getValueAsLong(-1);
                default -> {}
            }
        }

        private void takeBody(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "k" -> kind = text(parser);
                case "code" -> code = text(parser);
                case "reason" -> reason = text(parser);
                case "epoch" -> epoch = text(parser);
                case "seq" -> seq = parser.getValueAsLong(-1);
                case "recovered" -> recovered = parser.getValueAsBoolean(false);
                case "retryAfter" -> retryAfter = parser.getValueAsLong(-1);
                case "vid" -> vid = text(parser);
                case "vtok" -> vtok = text(parser);
                default -> takeData(name, parser);
            }
        }

        private void takeData(String name, JsonParser parser) throws IOException {
            switch (name) {
                case "ticket" -> ticket = parser.getValueAsLong(ticket);
                case "direction" -> direction = text(parser);
                case "text" -> text = text(parser);
                default -> {}
            }
        }

        private static String text(JsonParser parser) throws IOException {
            return parser.getValueAsString("");
        }

        Envelope finished(int length) {
            return new Envelope(
                    type,
                    re,
                    position,
                    kind,
                    code,
                    reason,
                    epoch,
                    seq,
                    recovered,
                    ticket,
                    direction,
                    text,
                    head,
                    retryAfter,
                    vid,
                    vtok,
                    length);
        }
    }
}
