package tributary.load.faults.provider;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import tributary.load.faults.town.Accounts;

/**
 * What customers wrote to an account of WeCom's customer service: a list that is read behind cursors, in small pages. Source:
 * WeCom, "读取消息". Used on one event loop.
 */
public final class ServiceAccount {

    private static final int PAGE = 4;
    private static final int CUSTOMER = 3;

    private final List<JsonObject> entries = new ArrayList<>();

    /** From now on it may not be lost. */
    public void keep(String id, String customer, String text) {
        entries.add(new JsonObject()
                .put("msgid", id)
                .put("open_kfid", Accounts.SERVICE_ACCOUNT)
                .put("external_userid", customer)
                .put("send_time", System.currentTimeMillis() / 1_000)
                .put("origin", CUSTOMER)
                .put("msgtype", "text")
                .put("text", new JsonObject().put("content", text)));
    }

    /** An empty page with more behind it is allowed, so there is one before each other. */
    JsonObject page(String cursor) {
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring(2));
        boolean blank = from < entries.size() && !cursor.startsWith("e-");
        int to = blank ? from : Math.min(entries.size(), from + PAGE);
        return new JsonObject()
                .put("errcode", 0)
                .put("next_cursor", (blank ? "e-" : "c-") + to)
                .put("has_more", to < entries.size() ? 1 : 0)
                .put("msg_list", new JsonArray(List.copyOf(entries.subList(from, to))));
    }
}
