/**
 * WeChat Official Accounts (公众号, 服务号): pushes in, customer-service messages out.
 *
 * <p>In: pushes at {@code /hooks/{inbox}}, plain, compatible or safe; messages to send. Out: messages, actions and profile facts
 * for the journal; calls of the customer-service API. {@code seal}, {@code call} and the customer service of WeCom ({@code kf})
 * lie below, because they share what Tencent shares. It must not know tickets or stores.
 */
@NullMarked
package tributary.connector.wechat;

import org.jspecify.annotations.NullMarked;
