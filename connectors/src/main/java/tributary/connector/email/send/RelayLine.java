package tributary.connector.email.send;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.MailResult;
import tributary.connector.Delivery;

/**
 * One connection to the relay, kept open between mails: a mail client whose pool has one place, so that what is seen on
 * its {@link Wire} belongs to the one mail under way.
 */
final class RelayLine {
    private final Wire wire = new Wire();
    private final MailClient client;

    RelayLine(Vertx vertx, MailConfig config) {
        client = MailClient.create(WireTap.over(vertx, wire), config);
    }

    /** Sends a mail; one at a time. Fails with {@link NobodyKnowsException} only. */
    Future<Delivery> send(MailMessage mail) {
        Promise<MailResult> outcome = Promise.promise();
        wire.begin().onFailure(outcome::tryFail);
        client.sendMail(mail).onComplete(outcome::tryComplete, outcome::tryFail);
        return outcome.future()
                .map(result -> (Delivery) new Delivery.Accepted(bare(result.getMessageID())))
                .recover(failure -> ReplyRule.judge(failure, wire.progress()));
    }

    /** Ends the connection, whatever state it is in. */
    void close() {
        wire.cut();
        client.close();
    }

    private static String bare(String messageId) {
        return messageId.substring(1, messageId.length() - 1);
    }
}
