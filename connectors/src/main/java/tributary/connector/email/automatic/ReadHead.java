package tributary.connector.email.automatic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tributary.connector.email.mime.Field;
import tributary.connector.email.mime.MailAddress;
import tributary.connector.email.mime.ParsedMail;

/** A mail that was read, as this package sees it. */
record ReadHead(ParsedMail mail) implements MailHead {
    @Override
    public Optional<String> header(String name) {
        return mail.header(name);
    }

    @Override
    public List<String> headers(String name) {
        return mail.headers(name);
    }

    @Override
    public String subject() {
        return mail.subject();
    }

    /** Some mail servers write their name alone. */
    @Override
    public List<String> from() {
        List<String> addresses = mail.from().stream()
                .map(MailAddress::address)
                .filter(address -> !address.isEmpty())
                .toList();
        return addresses.isEmpty()
                ? headers("From").stream()
                        .map(String::strip)
                        .filter(name -> name.matches("[A-Za-z-]{1,64}"))
                        .toList()
                : addresses;
    }

    @Override
    public String text() {
        return mail.text();
    }

    @Override
    public Optional<MailReport> report() {
        return mail.report()
                .map(report -> new MailReport(
                        report.type(),
                        report.blocks().stream().map(ReadHead::byName).toList(),
                        byName(report.returned())));
    }

    private static Map<String, String> byName(List<Field> fields) {
        Map<String, String> byName = new LinkedHashMap<>();
        fields.forEach(field -> byName.putIfAbsent(field.name().toLowerCase(Locale.ROOT), field.value()));
        return byName;
    }
}
