package tributary.connector.wechat.kf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.wechat.call.ProviderApi;

/**
 * Asks who customers are, once for each while the node runs. What the provider says becomes an entry like those of a pull, before
 * the messages of that customer; if it says nothing in time, the messages come without a name. Source: WeCom, "客户基础信息".
 */
final class KfCustomers {

    /** {@code event_type} of the entries made here. */
    static final String PROFILE = "customer_profile";

    private static final Logger LOG = LoggerFactory.getLogger(KfCustomers.class);
    private static final int AT_ONCE = 100;
    private static final int REMEMBERED = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ProviderApi api;
    private final Clock clock;
    private final Set<String> known = new LinkedHashSet<>();

    KfCustomers(ProviderApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** Profiles of those who are new here. Never fails. */
    Future<List<JsonNode>> profiles(Iterable<JsonNode> entries) {
        Set<String> strangers = new LinkedHashSet<>();
        for (JsonNode entry : entries) {
            String customer = KfReader.customer(entry);
            if (!customer.isEmpty() && !isKnown(customer)) {
                strangers.add(customer);
            }
        }
        List<String> all = List.copyOf(strangers);
        Future<List<JsonNode>> profiles = Future.succeededFuture(new ArrayList<>());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            profiles = profiles.compose(before -> ask(some).map(found -> {
                before.addAll(found);
                return before;
            }));
        }
        return profiles;
    }

    private Future<List<JsonNode>> ask(List<String> customers) {
        ObjectNode body = ProviderApi.object();
        ArrayNode list = body.putArray("external_userid_list");
        customers.forEach(list::add);
        return api.call("/cgi-bin/kf/customer/batchget", body)
                .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .map(answer -> {
                    remember(customers);
                    List<JsonNode> found = new ArrayList<>();
                    answer.path("customer_list").forEach(customer -> found.add(entry(customer)));
                    return found;
                })
                .recover(failure -> {
                    LOG.atDebug().setCause(failure).log("cannot ask who customers are");
                    return Future.succeededFuture(List.of());
                });
    }

    private JsonNode entry(JsonNode customer) {
        ObjectNode entry = ProviderApi.object()
                .put("msgid", "customer-" + customer.path("external_userid").asText())
                .put("send_time", clock.instant().getEpochSecond())
                .put("msgtype", "event");
        entry.putObject("event").put("event_type", PROFILE).setAll((ObjectNode) customer);
        return entry;
    }

    private synchronized boolean isKnown(String customer) {
        return known.contains(customer);
    }

    private synchronized void remember(List<String> customers) {
        known.addAll(customers);
        if (known.size() > REMEMBERED) {
            known.clear();
        }
    }
}
