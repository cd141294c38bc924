/**
 * Takes an inbox's mails from a provider that posts them: Mailgun, SendGrid and Postmark.
 *
 * <p>In: a request, with its body as bytes. Out: whether it is the provider's, and a mail as it would have come by SMTP; the
 * original where the provider sends it, else one made of its fields, which the same parser reads. It knows nothing of what
 * becomes of a mail.
 */
@NullMarked
package tributary.connector.email.hook;

import org.jspecify.annotations.NullMarked;
