package tributary.simulator.web;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;

/** Temporary files of an account: what its customers sent, and what it uploaded. */
public final class Media {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int INVALID = 40007;
    private static final byte[] PICTURE = Base64.getDecoder()
            .decode(
                    "iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAIAAAACUFjqAAAAEklEQVR4nGNkYPjPgAcwMYwMaQBhVwELDsO5ZwAAAABJRU5ErkJggg==");
    private static final byte[] VOICE = "#!AMR\nsimulated".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FILE = "%PDF-1.4 simulated".getBytes(StandardCharsets.US_ASCII);

    private final Clock clock;
    private int uploads;

    public Media(Clock clock) {
        this.clock = clock;
    }

    /** An upload of {@code type=}; empty ones are refused. */
    public synchronized ObjectNode upload(Exchange request) {
        String type = request.parameter("type");
        if (request.body().length == 0 || !type.matches("image|voice|video|file|thumb")) {
            return JSON.createObjectNode().put("errcode", 40004).put("errmsg", "invalid media type");
        }
        return JSON.createObjectNode()
                .put("type", type)
                .put(type.equals("thumb") ? "thumb_media_id" : "media_id", "uploaded-" + type + '-' + ++uploads)
                .put("created_at", clock.instant().getEpochSecond());
    }

    /** By the first word of the id: {@code voice-1}, {@code file-2}; {@code gone-3} is none; anything else is a picture. */
    public Answer get(String id) {
        if (id.startsWith("gone")) {
            return Answer.json(JSON.createObjectNode().put("errcode", INVALID).put("errmsg", "invalid media_id"));
        }
        if (id.startsWith("voice")) {
            return Answer.file(id + ".amr", "audio/amr", VOICE);
        }
        return id.startsWith("file")
                ? Answer.file(id + ".pdf", "application/pdf", FILE)
                : Answer.file(id + ".png", "image/png", PICTURE);
    }
}
