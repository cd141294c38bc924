package tributary.connector.email.automatic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ComplaintTest {

    private static final UUID MESSAGE = UUID.fromString("01a220b1-6c74-7a42-9428-9ffcc09afd24");

    private static Optional<UUID> mark(String address) {
        return address.startsWith("support+b") ? Optional.of(MESSAGE) : Optional.empty();
    }

    @Test
    void readsWhoComplainsAboutAMailOfOurs() {
        MailReport report = report(Map.of(
                "feedback-type", "abuse",
                "original-mail-from", "<support+b1@example.com>",
                "original-rcpt-to", "<li@example.cn>"));

        assertThat(Complaint.read(report, ComplaintTest::mark)).contains(new Complaint("li@example.cn", MESSAGE));
    }

    @Test
    void asksTheReturnedMailWhereTheReportIsSilent() {
        MailReport report = new MailReport(
                "feedback-report",
                List.of(Map.of("feedback-type", "abuse")),
                Map.of("return-path", "<support+b1@example.com>", "to", "Li <li@example.cn>"));

        assertThat(Complaint.read(report, ComplaintTest::mark)).contains(new Complaint("li@example.cn", MESSAGE));
    }

    @Test
    void believesNobodyWhoCannotShowAMailOfOurs() {
        MailReport report = report(Map.of(
                "feedback-type", "abuse",
                "original-mail-from", "<else@example.net>",
                "original-rcpt-to", "<li@example.cn>"));

        assertThat(Complaint.read(report, ComplaintTest::mark)).isEmpty();
    }

    private static MailReport report(Map<String, String> fields) {
        return new MailReport("feedback-report", List.of(fields), Map.of());
    }
}
