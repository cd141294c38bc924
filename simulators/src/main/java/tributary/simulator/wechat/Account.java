package tributary.simulator.wechat;

import java.net.URI;
import picocli.CommandLine.Option;

/** The account as the node's configuration has it, too. The defaults are those of the example in {@code tributary.yaml}. */
final class Account {

    @Option(names = "--node", defaultValue = "http://127.0.0.1:8080", description = "the node (${DEFAULT-VALUE})")
    URI node = URI.create("http://127.0.0.1:8080");

    @Option(names = "--inbox", defaultValue = "oa", description = "the inbox's name (${DEFAULT-VALUE})")
    String inbox = "oa";

    @Option(names = "--app-id", defaultValue = "wx0a1b2c3d4e5f6071", description = "(${DEFAULT-VALUE})")
    String appId = "wx0a1b2c3d4e5f6071";

    @Option(
            names = "--app-secret",
            defaultValue = "0123456789abcdef0123456789abcdef",
            description = "(${DEFAULT-VALUE})")
    String appSecret = "0123456789abcdef0123456789abcdef";

    @Option(names = "--token", defaultValue = "omniGateway2026", description = "(${DEFAULT-VALUE})")
    String token = "omniGateway2026";

    @Option(
            names = "--encoding-aes-key",
            defaultValue = "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c",
            description = "(${DEFAULT-VALUE})")
    String encodingAesKey = "q1w2e3r4t5y6u7i8o9p0a1s2d3f4g5h6j7k8l9z0x1c";

    @Option(names = "--original-id", defaultValue = "gh_0123456789ab", description = "(${DEFAULT-VALUE})")
    String originalId = "gh_0123456789ab";

    @Option(names = "--mode", defaultValue = "safe", description = "plain, compatible or safe (${DEFAULT-VALUE})")
    String mode = "safe";
}
