package tributary.simulator.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tributary.simulator.web.AccountSimulator;
import tributary.simulator.web.Answer;
import tributary.simulator.web.Deliveries.Attempt;
import tributary.simulator.web.Exchange;
import tributary.simulator.web.ProviderServer;
import tributary.simulator.wechat.NodeHook.Flaw;

/** {@code simulate wecom}: a customer writes to a customer-service account, and the node pulls. */
@Command(
        name = "wecom",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays WeCom's customer service (微信客服) for one account against a running node.",
            "The inbox's api-base has to name this: http://127.0.0.1:PORT (8401). While it runs:",
            "  POST /simulator/entry  {\"msgtype\":\"text\",\"text\":{\"content\":\"…\"}}  adds it and calls back",
            "      with msgid, external_userid, origin (5: a colleague in WeCom), nickname; repeat: how often it is there",
            "  POST /simulator/call   {\"flaw\":\"none\"}: signature, foreign, padding, stale, doctype",
            "  POST /simulator/state  {\"external_userid\":\"…\",\"service_state\":3}     a colleague takes the session; 4 ends it",
            "  POST /simulator/fail-next  {\"fail_type\":6}   the next message is taken, and reported as failed later",
            "  POST /simulator/fault  {\"path\":\"/cgi-bin/kf/send_msg\",\"kind\":\"errcode\",\"code\":95001}",
            "  POST /simulator/expire-token, /simulator/expire-callbacks",
            "  GET  /simulator/sent   what the account sent"
        })
public final class WeComSimulator extends AccountSimulator {

    private static final String CUSTOMER = "wmSimulatedCustomer1";

    @Mixin
    private final KfAccount account = new KfAccount();

    private final Clock clock = Clock.systemUTC();
    private final AtomicLong ids = new AtomicLong();
    private final ExecutorService later = Executors.newSingleThreadExecutor();
    private final KfPlatform platform =
            new KfPlatform(account, clock, AccountSimulator::heard, event -> later.execute(() -> bring(event, "")));
    private final Callbacks callbacks = new Callbacks(account, clock);

    public WeComSimulator() {
        super("WeCom", 8401);
    }

    @Override
    protected void mount(ProviderServer server) {
        platform.mount(server);
        server.route("/simulator/entry", this::entry)
                .route("/simulator/call", this::call)
                .route("/simulator/state", request -> answer(bring(platform.takeOver(KfPlatform.json(request)), "")));
    }

    @Override
    protected void script(List<String> words) throws InterruptedException {
        say(callbacks.verify() ? "the node verified its address" : "the node did not verify its address");
        ObjectNode entered = KfPlatform.JSON.createObjectNode().put("msgtype", "event");
        entered.putObject("event").put("event_type", "enter_session").put("scene", "ORDER");
        act("enters the chat", entered);
        for (String text : words.isEmpty() ? List.of("你好，想咨询一下发票") : words) {
            ObjectNode entry = KfPlatform.JSON.createObjectNode().put("msgtype", "text");
            entry.putObject("text").put("content", text);
            act(text, entry);
        }
        if (words.isEmpty()) {
            ObjectNode picture = KfPlatform.JSON.createObjectNode().put("msgtype", "image");
            picture.putObject("image").put("media_id", "media-1");
            act("a picture", picture);
        }
    }

    private void act(String what, ObjectNode entry) {
        List<Attempt> attempts = bring(entry, "小明");
        boolean taken = !attempts.isEmpty() && Callbacks.taken(attempts.get(attempts.size() - 1));
        say("customer: " + what + (taken ? " (called back)" : " (NOT taken)"));
    }

    private Answer entry(Exchange request) {
        if (!(KfPlatform.json(request) instanceof ObjectNode entry)) {
            throw new IllegalArgumentException("expected a JSON object");
        }
        JsonNode name = entry.remove("nickname");
        JsonNode repeat = entry.remove("repeat");
        for (int i = 1; repeat != null && i < repeat.asInt(); i++) {
            add(entry, name == null ? "小明" : name.asText());
        }
        return answer(bring(entry, name == null ? "小明" : name.asText()));
    }

    private Answer call(Exchange request) {
        Flaw flaw = Flaw.valueOf(
                KfPlatform.json(request).path("flaw").asText("none").toUpperCase(Locale.ROOT));
        return answer(called(flaw));
    }

    private static Answer answer(List<Attempt> made) {
        ArrayNode attempts = KfPlatform.JSON.createArrayNode();
        made.forEach(attempt -> attempts.addObject()
                .put("status", attempt.status())
                .put("body", attempt.body())
                .put("taken", Callbacks.taken(attempt))
                .put("millis", attempt.millis()));
        return Answer.json(KfPlatform.JSON.createObjectNode().set("attempts", attempts));
    }

    private List<Attempt> bring(ObjectNode entry, String name) {
        add(entry, name);
        return called(Flaw.NONE);
    }

    private List<Attempt> called(Flaw flaw) {
        try {
            return callbacks.call(platform.entries().newToken(), flaw);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** Adds what is missing. */
    private void add(ObjectNode entry, String name) {
        boolean event = entry.path("msgtype").asText("").equals("event");
        if (!entry.has("msgid")) {
            entry.put("msgid", "sim-" + clock.millis() + '-' + ids.incrementAndGet());
        }
        if (!entry.has("send_time")) {
            entry.put("send_time", clock.instant().getEpochSecond());
        }
        if (!entry.has("origin")) {
            entry.put("origin", event ? 4 : 3);
        }
        ObjectNode place = event && entry.path("event") instanceof ObjectNode inside ? inside : entry;
        place.put("open_kfid", account.openKfId);
        if (!place.has("external_userid")) {
            place.put("external_userid", CUSTOMER);
        }
        platform.add(entry.deepCopy(), name);
    }
}
