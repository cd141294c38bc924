package tributary.connector.sms.webhook.aliyun;

import tributary.config.Secret;

/**
 * An account of Aliyun.
 *
 * @param keyId AccessKey ID
 * @param keySecret AccessKey secret
 * @param country calling code of numbers that come without one
 * @param signName the approved signature, without brackets
 * @param template the approved template, which has one variable for the text; empty if the inbox only receives
 * @param variable that variable's name
 */
public record Account(
        String keyId, Secret keySecret, String country, String signName, String template, String variable) {}
