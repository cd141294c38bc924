package tributary.connector.email.send;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Properties;
import javax.net.ssl.SSLException;
import tributary.config.Secret;
import tributary.connector.Examination;
import tributary.connector.Examination.Grade;
import tributary.connector.email.address.EmailAddress;

/** Calls at a relay as an operator would by hand: connection, EHLO, encryption, login; sends nothing. Blocks. */
public final class RelayVisit {

    private RelayVisit() {}

    /** @param inbox names the relay in the answer */
    public static Examination of(SendConfig config, EmailAddress address, String inbox) {
        String what = "relay of " + inbox;
        String place = config.host() + ':' + config.port();
        try (Transport transport =
                Session.getInstance(properties(config, address)).getTransport("smtp")) {
            transport.connect(
                    config.host(),
                    config.port(),
                    config.user().orElse(null),
                    config.password().map(Secret::reveal).orElse(null));
            return Examination.good(
                    what, place + " answers" + (config.user().isPresent() ? " and knows the login" : ""));
        } catch (AuthenticationFailedException e) {
            return new Examination(
                    what, Grade.FAIL, place + " refuses the login", "correct send.user and send.password of " + inbox);
        } catch (MessagingException e) {
            return failed(what, place, config, e);
        }
    }

    private static Examination failed(String what, String place, SendConfig config, MessagingException failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        if (cause instanceof SSLException
                || String.valueOf(failure.getMessage()).contains("STARTTLS")) {
            return new Examination(
                    what,
                    Grade.FAIL,
                    place + " does not speak TLS as send.tls wants it",
                    "set send.tls to what the relay offers, or send.ca to the PEM file of its authority");
        }
        if (cause instanceof IOException) {
            return new Examination(
                    what,
                    local(config.host()) ? Grade.WARN : Grade.FAIL,
                    place + " cannot be reached, so replies wait",
                    "start the relay, or set send.host and send.port to the one your provider names");
        }
        return new Examination(
                what,
                Grade.FAIL,
                place + " does not take mail from here",
                "ask its operator; the relay's log says why");
    }

    private static boolean local(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Properties properties(SendConfig config, EmailAddress address) {
        Properties properties = new Properties();
        properties.put("mail.smtp.connectiontimeout", "5000");
        properties.put("mail.smtp.timeout", "10000");
        properties.put("mail.smtp.localhost", config.hello().orElse(address.domain()));
        properties.put("mail.smtp.auth", Boolean.toString(config.user().isPresent()));
        properties.put("mail.smtp.ssl.enable", Boolean.toString(config.tls() == SendConfig.Tls.IMPLICIT));
        boolean encrypts = config.tls() == SendConfig.Tls.OPTIONAL || config.tls() == SendConfig.Tls.REQUIRED;
        properties.put("mail.smtp.starttls.enable", Boolean.toString(encrypts));
        properties.put("mail.smtp.starttls.required", Boolean.toString(config.tls() == SendConfig.Tls.REQUIRED));
        // A private authority is not known here: then only the conversation is tried, not whose certificate it is.
        if (config.tls() == SendConfig.Tls.OPTIONAL || config.ca().isPresent()) {
            properties.put("mail.smtp.ssl.trust", "*");
        }
        return properties;
    }
}
