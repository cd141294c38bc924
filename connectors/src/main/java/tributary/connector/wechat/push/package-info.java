/**
 * What WeChat pushes for an Official Account: documents, and the conversation events they mean.
 *
 * <p>In: clear XML or JSON. Out: events. Pure: it knows no network and no key.
 */
@NullMarked
package tributary.connector.wechat.push;

import org.jspecify.annotations.NullMarked;
