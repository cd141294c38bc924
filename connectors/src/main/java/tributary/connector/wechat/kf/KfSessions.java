package tributary.connector.wechat.kf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tributary.connector.wechat.call.ProviderApi;

/**
 * Who has a customer's session. A new one is taken, so that it does not go to somebody else; one that a colleague has in WeCom
 * stays theirs. Source: WeCom, "分配客服会话".
 */
final class KfSessions {

    /** {@code event_type} of the entries made here. */
    static final String STATE = "session_state";

    static final int NEW = 0;
    static final int OURS = 1;
    static final int WAITING = 2;
    static final int COLLEAGUES = 3;
    static final int ENDED = 4;

    private static final int REMEMBERED = 20_000;

    private final ProviderApi api;
    private final KfConfig config;
    private final Clock clock;

    /** Customers whose session we have, and when they wrote last. */
    private final Map<String, Instant> ours = new LinkedHashMap<>();

    KfSessions(ProviderApi api, KfConfig config, Clock clock) {
        this.api = api;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Acts on a new entry of a customer.
     *
     * @return an entry that says that somebody else has the session; empty if nobody has
     */
    Future<Optional<JsonNode>> follow(JsonNode entry, String customer) {
        if (entry.path("event").path("event_type").asText("").equals("session_status_change")) {
            forget(customer);
        }
        boolean wrote = entry.path("origin").asInt() == KfReader.CUSTOMER;
        if (!wrote || isOurs(customer)) {
            return Future.succeededFuture(Optional.empty());
        }
        return state(customer)
                .compose(state -> state == NEW
                        ? take(customer).map(Optional.<JsonNode>empty())
                        : Future.succeededFuture(elsewhere(state, entry, customer)))
                .onSuccess(found -> {
                    if (found.isEmpty()) {
                        remember(customer);
                    }
                });
    }

    private Optional<JsonNode> elsewhere(int state, JsonNode cause, String customer) {
        if (state != WAITING && state != COLLEAGUES) {
            return Optional.empty();
        }
        return Optional.of(entry("session-" + cause.path("msgid").asText(), customer, state));
    }

    private ObjectNode entry(String id, String customer, int state) {
        ObjectNode entry = ProviderApi.object()
                .put("msgid", id)
                .put("send_time", clock.instant().getEpochSecond())
                .put("msgtype", "event");
        entry.putObject("event")
                .put("event_type", STATE)
                .put("external_userid", customer)
                .put("service_state", state);
        return entry;
    }

    Future<Integer> state(String customer) {
        return api.call("/cgi-bin/kf/service_state/get", session(customer))
                .map(answer -> answer.path("service_state").asInt(-1));
    }

    /** Makes the session ours. */
    Future<Void> take(String customer) {
        return change(customer, OURS);
    }

    /**
     * Ends the session if it is ours.
     *
     * @param journal takes the entry that says so, before it is done: what the customer writes then comes after it
     */
    Future<Void> end(String customer, Function<JsonNode, Future<Void>> journal) {
        forget(customer);
        return state(customer).compose(state -> {
            if (state != NEW && state != OURS) {
                return Future.succeededFuture();
            }
            String id = "session-end-" + customer + '-' + clock.millis();
            return journal.apply(entry(id, customer, ENDED)).compose(known -> change(customer, ENDED));
        });
    }

    private Future<Void> change(String customer, int state) {
        return api.call(
                        "/cgi-bin/kf/service_state/trans",
                        session(customer).put("service_state", state).put("servicer_userid", ""))
                .mapEmpty();
    }

    private ObjectNode session(String customer) {
        return ProviderApi.object().put("open_kfid", config.openKfId()).put("external_userid", customer);
    }

    /** A session ends when the customer was silent for as long as they may be answered. */
    private synchronized boolean isOurs(String customer) {
        Instant last = ours.get(customer);
        boolean known = last != null && last.plus(config.window()).isAfter(clock.instant());
        if (known) {
            ours.put(customer, clock.instant());
        }
        return known;
    }

    private synchronized void remember(String customer) {
        if (ours.size() >= REMEMBERED) {
            ours.clear();
        }
        ours.put(customer, clock.instant());
    }

    private synchronized void forget(String customer) {
        ours.remove(customer);
    }
}
