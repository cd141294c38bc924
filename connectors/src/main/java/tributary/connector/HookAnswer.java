package tributary.connector;

import io.vertx.core.buffer.Buffer;

/**
 * What a provider is told.
 *
 * @param status HTTP status
 * @param type media type of the body; empty if there is none
 */
public record HookAnswer(int status, String type, Buffer body) {

    /** Success without a word. */
    public static final HookAnswer DONE = new HookAnswer(200, "", Buffer.buffer());

    public static final HookAnswer FORBIDDEN = new HookAnswer(403, "", Buffer.buffer());

    public static final HookAnswer NOT_FOUND = new HookAnswer(404, "", Buffer.buffer());

    /** It cannot be understood, and will not be the next time. */
    public static final HookAnswer MALFORMED = new HookAnswer(400, "", Buffer.buffer());

    public static HookAnswer text(String text) {
        return new HookAnswer(200, "text/plain; charset=utf-8", Buffer.buffer(text));
    }
}
