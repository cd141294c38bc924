package tributary.simulator.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Option;
import tributary.simulator.Simulator;

/** Plays one account: an API that listens, a script that somebody at the other end follows, and what the account answers. */
public abstract class AccountSimulator implements Simulator {

    private final String provider;
    private final int usualPort;

    @Option(names = "--port", description = "where the API listens; 0 for any")
    private Integer port = -1;

    @Option(names = "--say", description = "what is written, instead of the script; may be repeated")
    private List<String> words = new ArrayList<>();

    @Option(names = "--quiet", description = "no script: only what is asked for over the control routes")
    private boolean quiet;

    /** @param usualPort where the API listens unless told otherwise */
    protected AccountSimulator(String provider, int usualPort) {
        this.provider = provider;
        this.usualPort = usualPort;
    }

    /** Opens the API and the control routes. */
    protected abstract void mount(ProviderServer server);

    /** Checks the node's address and acts; {@code words} are to be written, or the usual script if there are none. */
    protected abstract void script(List<String> words) throws InterruptedException;

    @Override
    public final Integer call() throws Exception {
        try (ProviderServer server = new ProviderServer(port < 0 ? usualPort : port)) {
            mount(server);
            server.start();
            say("simulated " + provider + " is ready: http://127.0.0.1:" + server.port());
            if (!quiet) {
                script(words);
                say("waiting for answers; Ctrl-C ends it");
            }
            new CountDownLatch(1).await();
        }
        return 0;
    }

    /** What the account sent. */
    protected static void heard(JsonNode message) {
        String type = message.path("msgtype").asText();
        say("account: " + type + ' ' + message.path(type).path("content").asText(""));
    }

    protected static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
