package tributary.connector.email.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import org.junit.jupiter.api.Test;
import tributary.connector.Examination;
import tributary.connector.Examination.Grade;

class RelayVisitTest {

    @Test
    void findsARelayThatAnswers() {
        GreenMail relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        try {
            Examination found = RelayVisit.of(Mails.config(relay.getSmtp().getPort()), Mails.INBOX, "support");

            assertThat(found.grade()).isEqualTo(Grade.OK);
            assertThat(found.what()).isEqualTo("relay of support");
            assertThat(relay.getReceivedMessages()).isEmpty();
        } finally {
            relay.stop();
        }
    }

    @Test
    void saysHowToHelpARelayOfThisMachineThatIsNotThere() {
        Examination found = RelayVisit.of(Mails.config(1), Mails.INBOX, "support");

        assertThat(found.grade()).isEqualTo(Grade.WARN);
        assertThat(found.found()).isEqualTo("127.0.0.1:1 cannot be reached, so replies wait");
        assertThat(found.fix()).contains("send.host");
    }
}
