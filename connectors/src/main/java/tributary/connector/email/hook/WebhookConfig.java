package tributary.connector.email.hook;

import java.util.Locale;
import java.util.Optional;
import tributary.config.DataSize;
import tributary.config.Secret;

/**
 * Who posts an inbox's mails.
 *
 * @param signingKey Mailgun's webhook signing key
 * @param publicKey SendGrid's verification key, Base64
 * @param user user of the basic login in the address given to the provider
 * @param password its password
 * @param maxBody largest request taken; files in it may be a third longer than in the mail
 */
public record WebhookConfig(
        Provider provider,
        Optional<Secret> signingKey,
        Optional<String> publicKey,
        Optional<String> user,
        Optional<Secret> password,
        DataSize maxBody) {

    public enum Provider {
        MAILGUN,
        SENDGRID,
        POSTMARK
    }

    public WebhookConfig {
        if (provider == null) {
            throw new IllegalArgumentException("provider: expected mailgun, sendgrid or postmark, found nothing");
        }
        signingKey = signingKey == null ? Optional.empty() : signingKey;
        publicKey = publicKey == null ? Optional.empty() : publicKey;
        user = user == null ? Optional.empty() : user;
        password = password == null ? Optional.empty() : password;
        maxBody = maxBody == null ? DataSize.ofMebibytes(48) : maxBody;
        if (user.isPresent() != password.isPresent()) {
            throw new IllegalArgumentException("password: expected both user and password, found one of them");
        }
        String word = provider.name().toLowerCase(Locale.ROOT);
        if (provider == Provider.MAILGUN && signingKey.isEmpty()) {
            throw new IllegalArgumentException(
                    "signing-key: expected the key that " + word + " signs with, found nothing");
        }
        if (provider == Provider.SENDGRID && publicKey.isEmpty() && user.isEmpty()) {
            throw new IllegalArgumentException(
                    "public-key: expected the verification key of " + word + ", or user and password, found neither");
        }
        if (provider == Provider.POSTMARK && user.isEmpty()) {
            throw new IllegalArgumentException(
                    "user: expected the login in the address that " + word + " posts to, found nothing");
        }
        publicKey.ifPresent(SendGridHook::key);
    }
}
