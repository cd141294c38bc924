package tributary.connector.email.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tributary.connector.email.mime.structure.HeaderBlock;
import tributary.connector.email.mime.value.HeaderText;
import tributary.connector.email.mime.value.Parameters;

/** The report of a mail, as its parts are met. */
final class ReportDraft {
    private static final int BLOCKS = 1000;

    private final int bytes;
    private String type = "";
    private List<HeaderBlock> blocks = new ArrayList<>();
    private Optional<HeaderBlock> returned = Optional.empty();

    /** @param bytes how much of a part is looked at */
    ReportDraft(int bytes) {
        this.bytes = bytes;
    }

    /** Takes the first status, and the first mail or header behind it. */
    void add(Entity entity, byte[] octets) {
        if (entity.status() && type.isEmpty()) {
            type = entity.type().substring(entity.type().indexOf('/') + 1).replace("global-", "");
            blocks = HeaderBlock.all(octets, bytes, BLOCKS);
        } else if (entity.returned() && returned.isEmpty()) {
            returned = HeaderBlock.all(octets, bytes, 1).stream().findFirst();
        }
    }

    /** The report, if the mail is one or holds a status. */
    Optional<Report> done(HeaderBlock top, HeaderText text) {
        Parameters claimed = Parameters.of(top.first("Content-Type").orElse(""));
        boolean announced = claimed.value().equals("multipart/report");
        if (!announced && type.isEmpty()) {
            return Optional.empty();
        }
        String named = claimed.plain("report-type").orElse("").strip().toLowerCase(Locale.ROOT);
        return Optional.of(new Report(
                announced && !named.isEmpty() ? named : type,
                blocks.stream().map(block -> MailSummary.fields(block, text)).toList(),
                MailSummary.fields(returned.orElse(HeaderBlock.NONE), text)));
    }
}
