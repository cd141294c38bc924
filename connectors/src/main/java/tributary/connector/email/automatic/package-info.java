/**
 * Mail that no person wrote: what it is, and what a bounce says about whom.
 *
 * <p>In: a mail's header, text and report through {@link tributary.connector.email.automatic.MailHead}, and the
 * envelope sender. Out: a class with the sign that decided, and the bounced recipients. Pure; what is done with them is
 * decided elsewhere.
 */
@NullMarked
package tributary.connector.email.automatic;

import org.jspecify.annotations.NullMarked;
