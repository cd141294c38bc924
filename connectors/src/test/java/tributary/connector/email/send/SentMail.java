package tributary.connector.email.send;

import io.vertx.core.Vertx;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.MimeConfig;

/** A mail as a relay received it, read by two parsers that are not ours. */
record SentMail(String raw) {

    static SentMail of(OutboundMail mail) throws Exception {
        return of(mail, Mails.config(1));
    }

    /** Sends with everything of the configuration but its port. */
    static SentMail of(OutboundMail mail, SendConfig config) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            ScriptedRelay relay = new ScriptedRelay(vertx);
            int port = relay.start().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
            SendConfig here =
                    Mails.config(port, config.dkim(), config.addresses(), config.subjectMark(), config.connections());
            MailSender sender = new MailSender(vertx, here, Mails.INBOX, "support", Mails.MARKS);
            sender.send(mail).toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
            sender.close();
            return new SentMail((relay.mails.get(0) + "\r\n").replace("\r\n..", "\r\n."));
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    byte[] bytes() {
        return raw.getBytes(StandardCharsets.ISO_8859_1);
    }

    String head() {
        return raw.substring(0, raw.indexOf("\r\n\r\n") + 2);
    }

    Message mime4j() throws IOException {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        return builder.parseMessage(new ByteArrayInputStream(bytes()));
    }

    MimeMessage angus() throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes()));
    }
}
