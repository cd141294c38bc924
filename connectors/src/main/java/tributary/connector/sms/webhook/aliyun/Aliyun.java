package tributary.connector.sms.webhook.aliyun;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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

/** One account of Aliyun. */
public final class Aliyun implements Provider {

    private static final String NAME = "aliyun";
    private static final HookAnswer THANKS =
            new HookAnswer(200, "application/json; charset=utf-8", Buffer.buffer("{\"code\":0,\"msg\":\"接收成功\"}"));
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final DateTimeFormatter NEWER = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter OLDER = DateTimeFormatter.ofPattern("uuuuMMddHHmmss");
    private static final Duration LIMITED = Duration.ofMinutes(1);
    private static final Duration LOCKED_OUT = Duration.ofMinutes(5);

    private final String inbox;
    private final Account account;
    private final SecretPlace place;
    private final ProviderHttp http;
    private final Clock clock;

    public Aliyun(String inbox, Account account, SecretPlace place, ProviderHttp http, Clock clock) {
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

    @Override
    public List<Received> receive(HookCall call) {
        boolean status = place.below(call).equals(Optional.of(Received.STATUS));
        return Batch.of(
                Parameters.array(call.body()), NAME, status ? Received.STATUS : Received.MESSAGE, clock.instant());
    }

    /** Entries do not name the account: the address does. */
    @Override
    public boolean ours(Received received) {
        return true;
    }

    @Override
    public List<ConversationEvent> read(Received received) {
        return Batch.read(
                inbox, received, () -> received.message() ? List.of(message(received)) : List.of(status(received)));
    }

    private ConversationEvent message(Received received) {
        PhoneNumber from = number(received);
        String content = received.needed("content");
        String sequence = received.text("sequence_id");
        String id = sequence.isEmpty()
                ? "sha256:" + HexFormat.of().formatHex(hash(received).getBytes())
                : sequence;
        return SmsEvents.received(inbox, from, id, content, Optional.empty(), List.of(), at(received, "send_time"));
    }

    private ConversationEvent status(Received received) {
        boolean delivered = received.needed("success").equals("true");
        String state = delivered ? "delivered" : "failed";
        String reason = delivered ? null : received.text("err_code") + " " + received.text("err_msg");
        String provider = received.needed("biz_id");
        String external = "status:" + provider + ":" + received.text("phone_number") + ":" + state;
        Instant at = at(received, "report_time");
        String ours = received.text("out_id");
        try {
            return new DeliveryReported(number(received).at(inbox), external, UUID.fromString(ours), state, reason, at);
        } catch (IllegalArgumentException e) {
            return DeliveryReported.of(number(received).at(inbox), external, provider, state, reason, at);
        }
    }

    private PhoneNumber number(Received received) {
        try {
            return PhoneNumber.of(account.country(), received.needed("phone_number"));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("phone_number: expected 1 to 21 letters or digits");
        }
    }

    private static Instant at(Received received, String name) {
        String text = received.text(name);
        try {
            return LocalDateTime.parse(text, text.contains("-") ? NEWER : OLDER)
                    .atZone(BEIJING)
                    .toInstant();
        } catch (DateTimeException e) {
            return received.at();
        }
    }

    @Override
    public Buffer hash(Received received) {
        return received.message()
                ? SmsEvents.hash(received.text("phone_number"), received.text("send_time"), received.text("content"))
                : SmsEvents.hash(received.text("biz_id"), received.text("phone_number"), received.text("success"));
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
        Map<String, String> action = Map.of(
                "Action", "SendSms",
                "Version", "2017-05-25",
                "RegionId", "cn-hangzhou",
                "PhoneNumbers", new PhoneNumber(message.party().identity().value()).digits(),
                "SignName", account.signName(),
                "TemplateCode", account.template(),
                "TemplateParam",
                        new JsonObject()
                                .put(account.variable(), Segments.normal(message.text()))
                                .encode(),
                "OutId", message.id().toString());
        return http.settle(call(action), Aliyun::answered);
    }

    private Future<Reply> call(Map<String, String> action) {
        Map<String, String> signed = AliyunRequest.signed(
                account.keyId(), account.keySecret(), action, UUID.randomUUID().toString(), clock.instant());
        return http.exchange(
                HttpMethod.POST,
                "/",
                Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
                ProviderHttp.form(signed));
    }

    private static Future<Delivery> answered(Reply reply) {
        JsonObject body = reply.json();
        String code = body.getString("Code", "HTTP " + reply.status());
        String reason = "the provider says no: " + body.getString("Message", "no reason") + " (" + code + ")";
        if (code.equals("OK")) {
            return Future.succeededFuture(new Delivery.Accepted(body.getString("BizId")));
        }
        if (code.equals("isp.SYSTEM_ERROR") || code.equals("HTTP 200")) {
            return Future.failedFuture("the provider failed while it had the message");
        }
        if (code.startsWith("isv.BUSINESS_LIMIT_CONTROL") || code.startsWith("Throttling")) {
            return Future.succeededFuture(new Delivery.Deferred(LIMITED, reason));
        }
        boolean lockedOut = code.startsWith("InvalidAccessKeyId")
                || code.startsWith("SignatureDoesNotMatch")
                || code.equals("isv.AMOUNT_NOT_ENOUGH");
        return Future.succeededFuture(
                lockedOut ? new Delivery.Deferred(LOCKED_OUT, reason) : new Delivery.Rejected(reason));
    }

    @Override
    public Future<String> test() {
        Map<String, String> action = Map.of(
                "Action", "QuerySmsSignList", "Version", "2017-05-25", "RegionId", "cn-hangzhou", "PageSize", "1");
        return call(action)
                .compose(reply -> reply.json().getString("Code", "").equals("OK")
                        ? Future.succeededFuture("the provider knows the key and its secret")
                        : Future.failedFuture("the provider answered "
                                + reply.json().getString("Code", "HTTP " + reply.status()) + " to our key"));
    }
}
