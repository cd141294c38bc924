package tributary.gateway.ticket;

import io.vertx.core.json.JsonObject;

/**
 * A command that the ticket's rules refuse; nothing was changed.
 *
 * <p>Codes: {@code not-found}, {@code stale-context} (members {@code seq}), {@code open-ticket-exists} ({@code number}),
 * {@code precondition-failed} ({@code rev}), {@code window-closed} ({@code window}), {@code
 * too-long}, {@code file-not-allowed}, {@code conflict}, {@code bad-request}.
 */
public final class TicketRefused extends RuntimeException {

    private final String code;
    private final transient JsonObject members;

    public TicketRefused(String code, String message, JsonObject members) {
        super(message, null, false, false);
        this.code = code;
        this.members = members;
    }

    public TicketRefused(String code, String message) {
        this(code, message, new JsonObject());
    }

    public String code() {
        return code;
    }

    /** What else the caller should know, as members of the problem document. */
    public JsonObject members() {
        return members.copy();
    }
}
