/**
 * What the connectors of Official Accounts and of WeCom's customer service have in common: sealed callbacks with their refusals
 * and counters, replies, files, and what people see of the account.
 *
 * <p>In: callbacks at {@code /hooks/{inbox}}. Out: 403 for what is not the account's, the rest to the connector. It knows no
 * message.
 */
@NullMarked
package tributary.connector.wechat.account;

import org.jspecify.annotations.NullMarked;
