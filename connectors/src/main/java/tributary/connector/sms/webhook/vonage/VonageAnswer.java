package tributary.connector.sms.webhook.vonage;

import io.vertx.core.Future;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import tributary.connector.Delivery;
import tributary.connector.sms.webhook.wire.ProviderHttp.Reply;

/** What Vonage says to a message: one answer for each of its parts (Vonage, "SMS API reference"). */
final class VonageAnswer {

    private static final Duration LOCKED_OUT = Duration.ofMinutes(5);
    private static final Duration LATER = Duration.ofSeconds(2);

    private VonageAnswer() {}

    /** Fails if it does not tell what was sent. */
    static Future<Delivery> read(Reply reply) {
        if (reply.status() != 200) {
            return refused(Integer.toString(reply.status()), "HTTP status");
        }
        try {
            return read(reply.body().toJsonObject().getJsonArray("messages", new JsonArray()));
        } catch (DecodeException | ClassCastException e) {
            return Future.failedFuture("the provider's answer is not understood");
        }
    }

    private static Future<Delivery> read(JsonArray parts) {
        if (parts.isEmpty()) {
            return Future.failedFuture("the provider's answer speaks of no message");
        }
        JsonObject first = parts.getJsonObject(0);
        String status = first.getString("status", "");
        for (int i = 1; i < parts.size(); i++) {
            if (!parts.getJsonObject(i).getString("status", "").equals(status)) {
                return Future.failedFuture("the provider took some parts and refused others");
            }
        }
        return status.equals("0")
                ? Future.succeededFuture(new Delivery.Accepted(first.getString("message-id")))
                : refused(status, first.getString("error-text", "no reason"));
    }

    private static Future<Delivery> refused(String status, String words) {
        String reason = "the provider says no: " + words + " (" + status + ")";
        return switch (status) {
            case "1" -> Future.succeededFuture(new Delivery.Deferred(LATER, reason));
            case "5" -> Future.failedFuture("the provider failed while it had the message");
            case "4", "8", "9", "401", "403" -> Future.succeededFuture(new Delivery.Deferred(LOCKED_OUT, reason));
            default -> Future.succeededFuture(new Delivery.Rejected(reason));
        };
    }
}
