package tributary.simulator.wecom;

import java.net.URI;
import picocli.CommandLine.Option;

/** The account as the node's configuration has it, too. The defaults are those of the example in {@code tributary.yaml}. */
final class KfAccount {

    @Option(names = "--node", defaultValue = "http://127.0.0.1:8080", description = "the node (${DEFAULT-VALUE})")
    URI node = URI.create("http://127.0.0.1:8080");

    @Option(names = "--inbox", defaultValue = "kf", description = "the inbox's name (${DEFAULT-VALUE})")
    String inbox = "kf";

    @Option(names = "--corp-id", defaultValue = "ww0f1e2d3c4b5a6978", description = "(${DEFAULT-VALUE})")
    String corpId = "ww0f1e2d3c4b5a6978";

    @Option(names = "--secret", defaultValue = "simulated-secret-of-the-app", description = "(${DEFAULT-VALUE})")
    String secret = "simulated-secret-of-the-app";

    @Option(names = "--token", defaultValue = "wecomToken88", description = "(${DEFAULT-VALUE})")
    String token = "wecomToken88";

    @Option(
            names = "--encoding-aes-key",
            defaultValue = "Zk3mT9pQ2sV7xB1nH5jL8cR4wY6fD0gUaEoKiXyWqMt",
            description = "(${DEFAULT-VALUE})")
    String encodingAesKey = "Zk3mT9pQ2sV7xB1nH5jL8cR4wY6fD0gUaEoKiXyWqMt";

    @Option(names = "--open-kf-id", defaultValue = "wkTestKfid0000000001", description = "(${DEFAULT-VALUE})")
    String openKfId = "wkTestKfid0000000001";
}
