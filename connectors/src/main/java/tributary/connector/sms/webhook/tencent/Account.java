package tributary.connector.sms.webhook.tencent;

import tributary.config.Secret;

/**
 * An account of Tencent Cloud.
 *
 * @param secretId SecretId
 * @param secretKey SecretKey
 * @param appId SmsSdkAppId
 * @param signName the approved signature, without brackets
 * @param template the approved template, which has one variable for the text; empty if the inbox only receives
 */
public record Account(String secretId, Secret secretKey, String appId, String signName, String template) {}
