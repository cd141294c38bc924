package tributary.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tributary.load.client.CentreCarrier;
import tributary.load.client.HookCarrier;
import tributary.load.report.Figure;
import tributary.load.server.BareLauncher;
import tributary.load.server.Pinning;
import tributary.load.server.Server;

/** The carriers of short messages against their yardsticks: few messages, no figure judged. */
class SmsTrafficIT {

    private static final List<String> FLAGS = List.of("-Xmx128m");
    private static final Load FEW = new Load(200, 0, 2, 50, 1, 0, 64);

    @Test
    void everyWebhookIsAnswered() throws Exception {
        drive(
                BareLauncher.ofSockets(FLAGS, 700, Pinning.NONE),
                (vertx, server) -> new HookCarrier(vertx, server.address(), 8));
    }

    @Test
    void everyDeliveryIsAnsweredAlsoBeyondTheWindow() throws Exception {
        drive(
                BareLauncher.ofCentre(FLAGS, Pinning.NONE),
                (vertx, server) -> new CentreCarrier(vertx, server.ownPort(), 2));
    }

    private static void drive(BareLauncher launcher, SmsTraffic.Carriers carriers) throws Exception {
        try (Server server = launcher.launch();
                SmsTraffic traffic = new SmsTraffic(server, FEW, carriers, false)) {
            traffic.gather();

            List<Figure> figures = traffic.drive();

            assertThat(traffic.violations()).isEmpty();
            assertThat(figures).contains(new Figure("accepted", 400, false), new Figure("refused", 0, false));
            assertThat(figures).extracting(Figure::name).contains("acceptance p99.9 ms");
        }
    }
}
