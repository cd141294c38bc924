package tributary.load.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import tributary.load.client.Address;
import tributary.load.client.Carrier;
import tributary.load.client.HookCarrier;

/** Starts a node with an empty data directory by {@code ./tributary run}. */
public final class GatewayLauncher implements Launcher {

    /** The inbox that visitors write to. */
    public static final String INBOX = "web";

    /** The inbox that mail goes to, where there is one. */
    public static final String MAIL_INBOX = "support";

    /** Its address. */
    public static final String MAIL_ADDRESS = "support@example.com";

    private static final String CHAT_ENTRY = """
              - name: %s
                connector: livechat
            """.formatted(INBOX);
    private static final String MAIL_ENTRY = """
              - name: %s
                connector: email
                address: %s
            """.formatted(MAIL_INBOX, MAIL_ADDRESS);

    private static final String HOOK_ENTRY =
            """
              - name: %s
                connector: sms-webhook
                provider: twilio
                account: %s
                secret: %s
                number: "%s"
                back-fill: 0s
            """.formatted(Carrier.INBOX, HookCarrier.ACCOUNT, HookCarrier.SECRET, Carrier.NUMBER);
    private static final String CENTRE_ENTRY = """
              - name: %s
                connector: sms-smpp
                host: 127.0.0.1
                port: CENTRE
                system-id: bench
                password: bench
                number: "%s"
            """.formatted(Carrier.INBOX, Carrier.NUMBER);

    private static final long TIMEOUT_SECONDS = 180;

    private final Path home;
    private final Pinning pinning;
    private final String inboxes;

    /**
     * A node with an inbox for chat.
     *
     * @param home the repository's root
     */
    public GatewayLauncher(Path home, Pinning pinning) {
        this(home, pinning, CHAT_ENTRY);
    }

    private GatewayLauncher(Path home, Pinning pinning, String inboxes) {
        this.home = home;
        this.pinning = pinning;
        this.inboxes = inboxes;
    }

    /** A node with an inbox for mail. */
    public static GatewayLauncher ofMail(Path home, Pinning pinning) {
        return new GatewayLauncher(home, pinning, MAIL_ENTRY);
    }

    /** A node with an inbox whose provider posts signed webhooks. */
    public static GatewayLauncher ofHooks(Path home, Pinning pinning) {
        return new GatewayLauncher(home, pinning, HOOK_ENTRY);
    }

    /** A node with an inbox that binds to a message centre, which is to listen at {@link Server#ownPort}. */
    public static GatewayLauncher ofCentre(Path home, Pinning pinning) {
        return new GatewayLauncher(home, pinning, CENTRE_ENTRY);
    }

    /** The folder can be entered by others: as root, the embedded database runs as another user. */
    @Override
    public Server launch() throws IOException {
        Path folder = Files.createTempDirectory(
                "tributary-bench", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        int[] ports = freePorts();
        String token = secret();
        Path config = folder.resolve("tributary.yaml");
        Files.createFile(config, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(config, yaml(folder, ports, token));
        List<String> command = new ArrayList<>(pinning.server());
        command.addAll(List.of(home.resolve("tributary").toString(), "run", "--config", config.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("TRIBUTARY_") && !name.equals("TRIBUTARY_JAVA_OPTS"));
        Child child = Child.start(builder, folder, "tributary is ready", TIMEOUT_SECONDS);
        return new Server(child, new Address(ports[0], token), inboxes.equals(CENTRE_ENTRY) ? ports[4] : ports[2]);
    }

    /** Five ports, all open at once while they are chosen, so that they differ. */
    private static int[] freePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket http = new ServerSocket(0, 1, loopback);
                ServerSocket management = new ServerSocket(0, 1, loopback);
                ServerSocket smtp = new ServerSocket(0, 1, loopback);
                ServerSocket lmtp = new ServerSocket(0, 1, loopback);
                ServerSocket centre = new ServerSocket(0, 1, loopback)) {
            return Stream.of(http, management, smtp, lmtp, centre)
                    .mapToInt(ServerSocket::getLocalPort)
                    .toArray();
        }
    }

    private String yaml(Path folder, int[] ports, String token) {
        return """
                data-dir: %s/data
                public-url: http://127.0.0.1:%d
                http: { host: 127.0.0.1, port: %d }
                management: { host: 127.0.0.1, port: %d }
                smtp: { host: 127.0.0.1, port: %d, lmtp-port: %d }
                setup:
                  admin-email: admin@example.com
                  admin-password: "%s"
                  api-token: "%s"
                inboxes:
                %s""".formatted(
                        folder,
                        ports[0],
                        ports[0],
                        ports[1],
                        ports[2],
                        ports[3],
                        secret(),
                        token,
                        inboxes.replace("CENTRE", Integer.toString(ports[4])));
    }

    private static String secret() {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
