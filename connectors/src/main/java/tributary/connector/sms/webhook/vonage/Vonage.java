package tributary.connector.sms.webhook.vonage;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import tributary.connector.Delivery;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.UnreadableException;
import tributary.connector.sms.SmsEvents;
import tributary.connector.sms.text.Gsm7;
import tributary.connector.sms.text.PartMark;
import tributary.connector.sms.text.PhoneNumber;
import tributary.connector.sms.text.Segments;
import tributary.connector.sms.webhook.wire.Parameters;
import tributary.connector.sms.webhook.wire.Provider;
import tributary.connector.sms.webhook.wire.ProviderHttp;
import tributary.connector.sms.webhook.wire.Received;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.OutboundMessage;

/** One account of Vonage. */
public final class Vonage implements Provider {

    private static final String NAME = "vonage";
    private static final DateTimeFormatter SENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final String inbox;
    private final Account account;
    private final URI publicUrl;
    private final VonageSignature signature;
    private final ProviderHttp http;
    private final Clock clock;

    public Vonage(String inbox, Account account, URI publicUrl, ProviderHttp http, Clock clock) {
        this.inbox = inbox;
        this.account = account;
        this.publicUrl = publicUrl;
        this.signature = new VonageSignature(account.signatures(), account.method());
        this.http = http;
        this.clock = clock;
    }

    @Override
    public boolean genuine(HookCall call) {
        return signature.valid(members(call), clock.instant());
    }

    private static JsonObject members(HookCall call) {
        if (call.method().equals("GET")) {
            return Parameters.first(Parameters.query(call.query()));
        }
        return Parameters.isJson(call)
                ? Parameters.object(call.body())
                : Parameters.first(Parameters.form(call.body()));
    }

    /** A receipt has a state; both may be configured to come to the same address. */
    @Override
    public List<Received> receive(HookCall call) {
        JsonObject members = members(call);
        boolean status = members.getValue("status") != null;
        return List.of(new Received(NAME, status ? Received.STATUS : Received.MESSAGE, members, clock.instant()));
    }

    @Override
    public boolean ours(Received received) {
        String key = received.text("api-key");
        boolean known = key.isEmpty() || key.equals(account.key());
        return known && (!received.message() || same(received.needed("to"), account.number()));
    }

    private static boolean same(String one, String other) {
        return one.equalsIgnoreCase(other) || PhoneNumber.of(one).equals(PhoneNumber.of(other));
    }

    @Override
    public List<ConversationEvent> read(Received received) {
        return received.message() ? List.of(message(received)) : status(received);
    }

    private ConversationEvent message(Received received) {
        String text = received.text("type").equals("binary")
                ? "[binary message: " + received.text("data") + "]"
                : received.text("text");
        Optional<PartMark> part = received.text("concat").equals("true")
                ? PartMark.of(
                        "provider",
                        received.needed("concat-ref"),
                        integer(received, "concat-total"),
                        integer(received, "concat-part"))
                : Optional.empty();
        return SmsEvents.received(
                inbox, received.number("msisdn"), received.needed("messageId"), text, part, List.of(), at(received));
    }

    private static int integer(Received received, String name) {
        String value = received.needed(name);
        if (!value.matches("[0-9]{1,4}")) {
            throw new UnreadableException(name + ": expected a number");
        }
        return Integer.parseInt(value);
    }

    private List<ConversationEvent> status(Received received) {
        String word = received.needed("status");
        Optional<String> state = switch (word) {
            case "delivered" -> Optional.of("delivered");
            case "expired", "failed", "rejected" -> Optional.of("failed");
            case "accepted", "buffered" -> Optional.of("sent");
            default -> Optional.empty();
        };
        String id = received.needed("messageId");
        return state.<List<ConversationEvent>>map(known -> List.of(report(received, id, word, known)))
                .orElseGet(List::of);
    }

    /** By our own id where it came back, else by the provider's. */
    private ConversationEvent report(Received received, String id, String word, String state) {
        String reason = state.equals("failed") ? word + " (err " + received.text("err-code") + ")" : null;
        String external = "status:" + id + ":" + word;
        PhoneNumber to = received.number("msisdn");
        String ours = received.text("client-ref");
        try {
            return new DeliveryReported(to.at(inbox), external, UUID.fromString(ours), state, reason, received.at());
        } catch (IllegalArgumentException e) {
            return DeliveryReported.of(to.at(inbox), external, id, state, reason, received.at());
        }
    }

    private static Instant at(Received received) {
        try {
            return LocalDateTime.parse(received.text("message-timestamp"), SENT).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return received.at();
        }
    }

    @Override
    public Buffer hash(Received received) {
        return received.message()
                ? SmsEvents.hash(
                        received.text("msisdn"),
                        received.text("text"),
                        received.text("data"),
                        received.text("concat-ref"),
                        received.text("concat-part"))
                : SmsEvents.hash(received.text("messageId"), received.text("status"), received.text("err-code"));
    }

    @Override
    public HookAnswer thanks() {
        return HookAnswer.DONE;
    }

    @Override
    public Future<Delivery> send(OutboundMessage message) {
        String text = Segments.normal(message.text());
        Map<String, String> form = new LinkedHashMap<>();
        form.put("api_key", account.key());
        form.put("api_secret", account.secret().reveal());
        form.put("from", new PhoneNumber(account.number()).digits());
        form.put("to", new PhoneNumber(message.party().identity().value()).digits());
        form.put("type", Gsm7.covers(text) ? "text" : "unicode");
        form.put("text", text);
        form.put("client-ref", message.id().toString());
        form.put("callback", publicUrl.toString().replaceAll("/$", "") + "/hooks/" + inbox + "/status");
        Map<String, String> headers = Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        return http.settle(
                http.exchange(HttpMethod.POST, "/sms/json", headers, ProviderHttp.form(form)), VonageAnswer::read);
    }

    @Override
    public Future<String> test() {
        String login = account.key() + ":" + account.secret().reveal();
        Map<String, String> headers = Map.of(
                "Authorization", "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
        return http.exchange(HttpMethod.GET, "/account/get-balance", headers, Buffer.buffer())
                .compose(reply -> reply.status() == 200
                        ? Future.succeededFuture("the provider knows the key and its secret")
                        : Future.failedFuture("the provider answered " + reply.status() + " to our key and secret"));
    }
}
