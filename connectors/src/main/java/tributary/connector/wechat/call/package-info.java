/**
 * Calls of WeChat's and WeCom's server API: JSON over HTTPS with an access token in the query, and what an errcode means.
 *
 * <p>In: what to ask. Out: the answer, or whether it was refused, delayed, or nobody knows. It knows no conversation.
 */
@NullMarked
package tributary.connector.wechat.call;

import org.jspecify.annotations.NullMarked;
