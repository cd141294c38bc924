/**
 * Signature and encryption of WeChat's and WeCom's callbacks.
 *
 * <p>In: what the provider signed and encrypted. Out: the clear bytes, or a refusal that does not say which check failed. It
 * knows no message.
 */
@NullMarked
package tributary.connector.wechat.seal;

import org.jspecify.annotations.NullMarked;
