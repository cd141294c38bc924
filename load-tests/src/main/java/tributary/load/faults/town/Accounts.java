package tributary.load.faults.town;

/** Names, addresses and secrets by which the inboxes and the providers of every town know each other. */
public final class Accounts {

    public static final String ADDRESS = "support@desk.example";
    public static final String ACCOUNT = "AC00000000000000000000000000000001";
    public static final String ACCOUNT_SECRET = "0123456789abcdef0123456789abcdef";
    public static final String WECHAT_APP = "wx0a1b2c3d4e5f6071";
    public static final String WECHAT_ACCOUNT = "gh_0123456789ab";
    public static final String WECHAT_TOKEN = "omniGateway2026";
    public static final String WECHAT_KEY = "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c";
    public static final String CORPORATION = "ww0f1e2d3c4b5a6978";
    public static final String SERVICE_ACCOUNT = "wkTestKfid0000000001";
    public static final String MAILBOX = "mailbox@desk.example";
    public static final String MAILBOX_PASSWORD = "secret12";
    public static final String NUMBER = "+15005550006";

    private Accounts() {}
}
