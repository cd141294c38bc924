package tributary.load.faults.town;

import java.nio.file.Path;
import java.util.List;

/**
 * A node's configuration: an inbox for each kind of channel and a second one for chat.
 *
 * @param host where the node listens
 * @param center the address of everything that is no node
 * @param ports of the node: HTTP, management, SMTP, LMTP, Hazelcast, bus
 * @param members of the cluster, {@code host:port}
 */
record NodeFile(
        Path folder,
        String name,
        String host,
        String center,
        String publicUrl,
        List<Integer> ports,
        List<String> members,
        int postgres,
        int redis,
        int relay,
        int carrier,
        int centre,
        int platform,
        int mailbox) {

    private static final String SECRET = "the secret of this town";

    String yaml() {
        return """
                data-dir: %s/data-%s
                public-url: %s
                http: { host: %s, port: %d }
                management: { host: %s, port: %d }
                smtp: { host: %s, port: %d, lmtp-port: %d, max-mails: 1000 }
                store:
                  postgres: postgresql://tributary:x@%s:%d/tributary
                  redis: redis://%s:%d/0
                cluster:
                  enabled: true
                  node: %s
                  host: %s
                  port: %d
                  bus-port: %d
                  members: ["%s"]
                  secret: %s
                limits: { exempt: [127.0.0.0/8, 10.0.0.0/8], visitor-messages: off, smtp-messages: off }
                push: { heartbeat: 2s }
                setup: { admin-email: admin@example.com, admin-password: "%s", api-token: "%s" }
                inboxes:
                  - { name: web, connector: livechat, heartbeat: 2s }
                  - { name: shop, connector: livechat, heartbeat: 2s }
                  - name: support
                    connector: email
                    address: %s
                    authentication: { check: false }
                    send: { host: %s, port: %d, tls: off, reply-timeout: 3s, connect-timeout: 2s }
                  - name: sms
                    connector: sms-webhook
                    provider: twilio
                    account: %s
                    secret: %s
                    number: "%s"
                    api-base: http://%s:%d
                    back-fill: 0s
                    timeout: 3s
                  - name: smpp
                    connector: sms-smpp
                    host: %s
                    port: %d
                    system-id: %s
                    password: secret12
                    number: "%s"
                    response-timeout: 3s
                    enquire-after: 2s
                  - name: wechat
                    connector: wechat
                    app-id: %s
                    app-secret: %s
                    original-id: %s
                    token: %s
                    encoding-aes-key: %s
                    api-base: http://%s:%d
                    tolerance: 9600h # a clock may be a year off
                    windows: { message: 9600h, messages: 100 }
                  - name: kf
                    connector: wecom-kf
                    corp-id: %s
                    secret: %s
                    token: %s
                    encoding-aes-key: %s
                    open-kf-id: %s
                    api-base: http://%s:%d
                    tolerance: 9600h
                    window: 9600h
                    messages: 100
                    poll: 1s
                  - name: mailbox
                    connector: email
                    address: %s
                    receive: imap
                    imap: { host: %s, port: %d, tls: off, user: %s, password: %s, since: 400d, poll: 1s }
                    authentication: { check: false }
                    send: { host: %s, port: %d, tls: off, reply-timeout: 3s, connect-timeout: 2s }
                """.formatted(
                        folder,
                        name,
                        publicUrl,
                        host,
                        ports.get(0),
                        host,
                        ports.get(1),
                        host,
                        ports.get(2),
                        ports.get(3),
                        center,
                        postgres,
                        center,
                        redis,
                        name,
                        host,
                        ports.get(4),
                        ports.get(5),
                        String.join("\", \"", members),
                        SECRET,
                        Town.TOKEN,
                        Town.TOKEN,
                        Accounts.ADDRESS,
                        center,
                        relay,
                        Accounts.ACCOUNT,
                        Accounts.ACCOUNT_SECRET,
                        Accounts.NUMBER,
                        center,
                        carrier,
                        center,
                        centre,
                        name,
                        Accounts.NUMBER,
                        Accounts.WECHAT_APP,
                        Accounts.ACCOUNT_SECRET,
                        Accounts.WECHAT_ACCOUNT,
                        Accounts.WECHAT_TOKEN,
                        Accounts.WECHAT_KEY,
                        center,
                        platform,
                        Accounts.CORPORATION,
                        Accounts.ACCOUNT_SECRET,
                        Accounts.WECHAT_TOKEN,
                        Accounts.WECHAT_KEY,
                        Accounts.SERVICE_ACCOUNT,
                        center,
                        platform,
                        Accounts.MAILBOX,
                        center,
                        mailbox,
                        Accounts.MAILBOX,
                        Accounts.MAILBOX_PASSWORD,
                        center,
                        relay);
    }
}
