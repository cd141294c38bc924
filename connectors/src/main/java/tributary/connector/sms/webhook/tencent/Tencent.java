package tributary.connector.sms.webhook.tencent;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tributary.connector.Delivery;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.UnreadableException;
import tributary.connector.sms.SmsEvents;
import tributary.connector.sms.text.PhoneNumber;
import tributary.connector.sms.text.Segments;
import tributary.connector.sms.webhook.wire.Batch;
import tributary.connector.sms.webhook.wire.Parameters;
import tributary.connector.sms.webhook.wire.Provider;
import tributary.connector.sms.webhook.wire.ProviderHttp;
import tributary.connector.sms.webhook.wire.ProviderHttp.Reply;
import tributary.connector.sms.webhook.wire.Received;
import tributary.connector.sms.webhook.wire.SecretPlace;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.OutboundMessage;

/** One account of Tencent Cloud. */
public final class Tencent implements Provider {

    private static final String NAME = "tencent";
    private static final HookAnswer THANKS =
            new HookAnswer(200, "application/json; charset=utf-8", Buffer.buffer("{\"result\":0,\"errmsg\":\"OK\"}"));
    private static final Duration LIMITED = Duration.ofMinutes(1);
    private static final Duration LOCKED_OUT = Duration.ofMinutes(5);

    private final String inbox;
    private final Account account;
    private final SecretPlace place;
    private final ProviderHttp http;
    private final Clock clock;

    public Tencent(String inbox, Account account, SecretPlace place, ProviderHttp http, Clock clock) {
        this.inbox = inbox;
        this.account = account;
        this.place = place;
        this.http = http;
        this.clock = clock;
    }

    @Override
    public boolean genuine(HookCall call) {
        return call.method().equals("POST") && place.reached(call);
    }

    /** A message is an object, reports are an array, whatever the address. */
    @Override
    public List<Received> receive(HookCall call) {
        Instant now = clock.instant();
        return call.body().toString().stripLeading().startsWith("[")
                ? Batch.of(Parameters.array(call.body()), NAME, Received.STATUS, now)
                : List.of(new Received(NAME, Received.MESSAGE, Parameters.object(call.body()), now));
    }

    /** The address names the account. */
    @Override
    public boolean ours(Received received) {
        return true;
    }

    @Override
    public List<ConversationEvent> read(Received received) {
        return received.message()
                ? List.of(message(received))
                : Batch.read(inbox, received, () -> List.of(status(received)));
    }

    /** There is no id: the second and the words make one. */
    private ConversationEvent message(Received received) {
        String id = "sha256:" + HexFormat.of().formatHex(hash(received).getBytes());
        if (received.fields().getValue("text") == null) {
            throw new UnreadableException("text: expected a value, found nothing");
        }
        String time = received.text("time");
        Instant at = time.matches("[0-9]{1,11}") ? Instant.ofEpochSecond(Long.parseLong(time)) : received.at();
        return SmsEvents.received(inbox, number(received), id, received.text("text"), Optional.empty(), List.of(), at);
    }

    private ConversationEvent status(Received received) {
        boolean delivered = received.needed("report_status").equals("SUCCESS");
        String state = delivered ? "delivered" : "failed";
        String reason = delivered ? null : received.text("errmsg") + " " + received.text("description");
        String sid = received.needed("sid");
        return DeliveryReported.of(
                number(received).at(inbox), "status:" + sid + ":" + state, sid, state, reason, received.at());
    }

    private static PhoneNumber number(Received received) {
        try {
            return PhoneNumber.of(received.needed("nationcode"), received.needed("mobile"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("mobile: expected 1 to 21 letters or digits");
        }
    }

    @Override
    public Buffer hash(Received received) {
        return received.message()
                ? SmsEvents.hash(
                        received.text("nationcode"),
                        received.text("mobile"),
                        received.text("extend"),
                        received.text("time"),
                        received.text("text"))
                : SmsEvents.hash(received.text("sid"), received.text("report_status"));
    }

    @Override
    public HookAnswer thanks() {
        return THANKS;
    }

    /** Free text goes out as the one variable of a template. */
    @Override
    public Future<Delivery> send(OutboundMessage message) {
        if (account.template().isEmpty()) {
            return Future.succeededFuture(
                    new Delivery.Rejected("template: this inbox has none in the configuration, and only receives"));
        }
        JsonObject request = new JsonObject()
                .put(
                        "PhoneNumberSet",
                        new JsonArray().add(message.party().identity().value()))
                .put("SmsSdkAppId", account.appId())
                .put("SignName", account.signName())
                .put("TemplateId", account.template())
                .put("TemplateParamSet", new JsonArray().add(Segments.normal(message.text())))
                .put("SessionContext", message.id().toString());
        return http.settle(call("SendSms", request), Tencent::answered);
    }

    private Future<Reply> call(String action, JsonObject request) {
        Buffer body = request.toBuffer();
        String host = URI.create(http.base()).getAuthority();
        return http.exchange(
                HttpMethod.POST,
                "/",
                TencentRequest.headers(account.secretId(), account.secretKey(), host, action, body, clock.instant()),
                body);
    }

    private static Future<Delivery> answered(Reply reply) {
        JsonObject response = response(reply);
        JsonObject error = response.getJsonObject("Error");
        JsonArray sent = response.getJsonArray("SendStatusSet", new JsonArray());
        if (error == null && sent.isEmpty()) {
            return Future.failedFuture("the provider's answer is not understood");
        }
        JsonObject status = error == null ? sent.getJsonObject(0) : error;
        String code = status.getString("Code", "");
        String reason = "the provider says no: " + status.getString("Message", "no reason") + " (" + code + ")";
        if (code.equals("Ok")) {
            return Future.succeededFuture(new Delivery.Accepted(status.getString("SerialNo")));
        }
        if (code.startsWith("InternalError")) {
            return Future.failedFuture("the provider failed while it had the message");
        }
        if (code.startsWith("LimitExceeded") || code.startsWith("RequestLimitExceeded")) {
            return Future.succeededFuture(new Delivery.Deferred(LIMITED, reason));
        }
        return Future.succeededFuture(
                code.startsWith("AuthFailure")
                        ? new Delivery.Deferred(LOCKED_OUT, reason)
                        : new Delivery.Rejected(reason));
    }

    private static JsonObject response(Reply reply) {
        return reply.json().getValue("Response") instanceof JsonObject response ? response : new JsonObject();
    }

    @Override
    public Future<String> test() {
        JsonObject request = new JsonObject().put("International", 0).put("SignIdSet", new JsonArray());
        return call("DescribeSmsSignList", request).compose(reply -> {
            JsonObject error = response(reply).getJsonObject("Error");
            String code = error == null ? "" : error.getString("Code", "");
            return reply.status() == 200 && !code.startsWith("AuthFailure")
                    ? Future.succeededFuture("the provider knows the id and its key")
                    : Future.failedFuture(
                            "the provider answered " + reply.status() + " " + code + " to our id and key");
        });
    }
}
