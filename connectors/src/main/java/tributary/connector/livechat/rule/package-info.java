/**
 * What live chat allows and refuses: who may embed the widget, who a visitor proves to be, what a text or a form may
 * hold, what a client may catch up with.
 *
 * <p>In: values from a frame or a request. Out: a decision. Nothing here does I/O or knows a socket; times come in as
 * arguments.
 */
@NullMarked
package tributary.connector.livechat.rule;

import org.jspecify.annotations.NullMarked;
