/**
 * Makes the HTML of a mail safe to show.
 *
 * <p>In: HTML as a sender wrote it, and what the mail's own images are called here. Out: HTML from an allow-list, in
 * which nothing runs and nothing is loaded from elsewhere. Pure, linear and bounded. The page is parsed as browsers
 * parse it (jsoup), changed as a tree, and what is left is written by the OWASP HTML sanitiser, which is the one that
 * decides. To be shown in a sandboxed frame with a content security policy all the same. Must know nothing of mails.
 */
@NullMarked
package tributary.connector.email.html;

import org.jspecify.annotations.NullMarked;
