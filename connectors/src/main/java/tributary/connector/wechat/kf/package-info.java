/**
 * WeCom's customer service (微信客服): WeChat customers talk to a company's account.
 *
 * <p>In: callbacks, which are only hints, and the messages pulled after them; messages to send. Out: messages, actions and
 * reports for the journal; calls of the API. It must not know tickets or stores.
 */
@NullMarked
package tributary.connector.wechat.kf;

import org.jspecify.annotations.NullMarked;
