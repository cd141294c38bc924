package tributary.gateway.api.call;

import io.vertx.core.http.HttpMethod;

/** Every operation of {@code openapi.yaml}, by the same id. A test holds the two lists, paths and policies equal. */
public enum Operation {
    GET_SETUP("getSetup", Verb.GET, "/setup", Policy.PUBLIC),
    POST_SETUP("postSetup", Verb.POST, "/setup", Policy.PUBLIC),
    GET_SESSION("getSession", Verb.GET, "/session", Policy.AGENT),
    POST_SESSION("postSession", Verb.POST, "/session", Policy.PUBLIC),
    DELETE_SESSION("deleteSession", Verb.DELETE, "/session", Policy.PUBLIC),
    POST_WS_TICKET("postWsTicket", Verb.POST, "/ws-ticket", Policy.AGENT),

    LIST_TICKETS("listTickets", Verb.GET, "/tickets", Policy.AGENT),
    GET_TICKET("getTicket", Verb.GET, "/tickets/:number", Policy.AGENT),
    PATCH_TICKET("patchTicket", Verb.PATCH, "/tickets/:number", Policy.AGENT),
    LIST_MESSAGES("listMessages", Verb.GET, "/tickets/:number/messages", Policy.AGENT),
    POST_MESSAGE("postMessage", Verb.POST, "/tickets/:number/messages", Policy.AGENT),
    POST_READ("postRead", Verb.POST, "/tickets/:number/read", Policy.AGENT),

    GET_ORIGINAL("getOriginal", Verb.GET, "/messages/:id/raw", Policy.AGENT),
    LIST_PICTURES("listPictures", Verb.GET, "/messages/:id/pictures", Policy.AGENT),
    MOVE_MESSAGE("moveMessage", Verb.POST, "/messages/:id/move", Policy.AGENT),
    UNDO_MOVE("undoMove", Verb.POST, "/messages/:id/move/undo", Policy.AGENT),
    UNDO("undo", Verb.POST, "/messages/:id/undo", Policy.AGENT),
    RESOLVE_DELIVERY("resolveDelivery", Verb.POST, "/messages/:id/delivery", Policy.AGENT),

    POST_ATTACHMENT("postAttachment", Verb.POST, "/attachments", Policy.AGENT),

    LIST_AGENTS("listAgents", Verb.GET, "/agents", Policy.AGENT),
    POST_AGENT("postAgent", Verb.POST, "/agents", Policy.ADMIN),
    PATCH_AGENT("patchAgent", Verb.PATCH, "/agents/:id", Policy.ADMIN),

    LIST_TOKENS("listTokens", Verb.GET, "/tokens", Policy.AGENT),
    POST_TOKEN("postToken", Verb.POST, "/tokens", Policy.AGENT),
    DELETE_TOKEN("deleteToken", Verb.DELETE, "/tokens/:id", Policy.AGENT),

    GET_CONTACT("getContact", Verb.GET, "/contacts/:id", Policy.AGENT),
    PATCH_CONTACT("patchContact", Verb.PATCH, "/contacts/:id", Policy.AGENT),

    LIST_INBOXES("listInboxes", Verb.GET, "/inboxes", Policy.AGENT),
    TEST_INBOX("testInbox", Verb.POST, "/inboxes/:name/test", Policy.SUPERVISOR),

    LIST_SUPPRESSIONS("listSuppressions", Verb.GET, "/suppressions", Policy.SUPERVISOR),
    POST_SUPPRESSION("postSuppression", Verb.POST, "/suppressions", Policy.SUPERVISOR),
    DELETE_SUPPRESSION("deleteSuppression", Verb.DELETE, "/suppressions/:id", Policy.SUPERVISOR),
    GET_SYSTEM("getSystem", Verb.GET, "/system", Policy.ADMIN),

    LIST_QUARANTINE("listQuarantine", Verb.GET, "/quarantine", Policy.SUPERVISOR),
    REPROCESS("reprocessQuarantined", Verb.POST, "/quarantine/:id/reprocess", Policy.SUPERVISOR),
    ACCEPT("acceptQuarantined", Verb.POST, "/quarantine/:id/accept", Policy.SUPERVISOR),
    DISCARD("discardQuarantined", Verb.POST, "/quarantine/:id/discard", Policy.SUPERVISOR);

    /** What every path begins with. */
    public static final String BASE = "/api/v1";

    private final String id;
    private final Verb method;
    private final String path;
    private final Policy policy;

    Operation(String id, Verb method, String path, Policy policy) {
        this.id = id;
        this.method = method;
        this.path = path;
        this.policy = policy;
    }

    /** The {@code operationId}. */
    public String id() {
        return id;
    }

    public HttpMethod method() {
        return HttpMethod.valueOf(method.name());
    }

    /** The whole path, with parameters as {@code :name}. */
    public String path() {
        return BASE + path;
    }

    public Policy policy() {
        return policy;
    }

    /** Whether the request has a JSON body to be read before the call. */
    boolean takesJson() {
        return this != POST_ATTACHMENT && (method == Verb.POST || method == Verb.PATCH);
    }

    /** Whether the call begins or ends a session, so that a browser has no header of ours to send with it yet. */
    boolean beginsSession() {
        return this == POST_SESSION || this == POST_SETUP;
    }

    boolean changes() {
        return method != Verb.GET;
    }

    private enum Verb {
        GET,
        POST,
        PATCH,
        DELETE
    }
}
