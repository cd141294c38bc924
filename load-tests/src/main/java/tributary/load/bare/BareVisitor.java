package tributary.load.bare;

import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** A visitor's socket. */
final class BareVisitor {

    private final ServerWebSocket socket;
    private final BareServer server;
    private int ticket;
    private long seq;

    BareVisitor(ServerWebSocket socket, BareServer server) {
        this.socket = socket;
        this.server = server;
    }

    void read(String frame) {
        JsonObject envelope = new JsonObject(frame);
        switch (envelope.getString("t", "")) {
            case "hello" -> welcome(envelope.getLong("id"));
            case "msg.send" -> accept(envelope.getLong("id"), envelope.getJsonObject("d"));
            default -> {}
        }
    }

    private void welcome(long id) {
        JsonObject limits = new JsonObject()
                .put("text", 4000)
                .put("frame", 65_536)
                .put("file", 20_971_520)
                .put("ratePerMin", 60);
        JsonObject body = new JsonObject()
                .put("vid", "v_bare")
                .put("vtok", "x".repeat(43))
                .put("epoch", "bare")
                .put("seq", 0)
                .put("recovered", true)
                .put("hb", 25)
                .put("limits", limits)
                .put("agents", new JsonObject().put("online", true))
                .put("known", new JsonArray());
        write(answer(id, body).put("t", "welcome"));
        write("{\"t\":\"synced\",\"d\":{\"seq\":0}}");
    }

    private void accept(long id, JsonObject message) {
        if (ticket == 0) {
            ticket = server.open(this);
        }
        String cid = message.getString("cid");
        String text = message.getString("text");
        write(answer(id, new JsonObject().put("cid", cid).put("mid", mid()).put("at", BareEvents.now())));
        push("visitor", cid, text);
        server.publish(ticket, "inbound", text);
    }

    void push(String by, String cid, String text) {
        seq++;
        JsonObject body = new JsonObject()
                .put("mid", mid())
                .put("cid", cid)
                .put("by", new JsonObject().put("k", by))
                .put("text", text)
                .put("att", new JsonArray())
                .put("at", BareEvents.now());
        write(new JsonObject().put("t", "msg.new").put("s", seq).put("d", body));
    }

    private String mid() {
        return "00000000-0000-7000-8000-" + ticket;
    }

    private static JsonObject answer(long id, JsonObject body) {
        return new JsonObject().put("t", "ok").put("re", id).put("d", body);
    }

    private void write(JsonObject envelope) {
        write(envelope.encode());
    }

    void write(String frame) {
        socket.writeTextMessage(frame).onFailure(broken -> {});
    }
}
