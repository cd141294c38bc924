package tributary.connector.sms.smpp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tributary.config.Secret;
import tributary.connector.sms.text.DataCoding.Usual;
import tributary.connector.sms.text.Segments;

/**
 * An inbox of type {@code sms-smpp}.
 *
 * @param name the inbox's name
 * @param connector {@code sms-smpp}
 * @param host the message centre
 * @param port its port; 2775 if absent
 * @param tls whether the connection is encrypted, with a certificate that names the host
 * @param systemId who we are there, at most 15 characters
 * @param password at most 8 characters
 * @param systemType at most 12 characters; most centres want none
 * @param number ours: the source address of what we send
 * @param sourceTon type of that number: 1 international, 5 alphanumeric, 0 unknown, …
 * @param sourceNpi its numbering plan
 * @param alphabet what the carrier means by data coding 0
 * @param receiptIds how ids in receipts are written, compared with those of submit_sm_resp
 * @param window how many submitted messages may wait for their answer
 * @param rate most messages a second; throttling lowers it for a while
 * @param responseTimeout after which the fate of a submitted message is unknown
 * @param enquireAfter silence after which the line is tested
 * @param optOutWords words that mean stop at this inbox, besides the usual ones
 * @param country the calling code of numbers that come without one, such as {@code 86}
 * @param mostSegments how long a reply may be
 */
public record SmppConfig(
        String name,
        String connector,
        String host,
        int port,
        boolean tls,
        String systemId,
        Secret password,
        Optional<String> systemType,
        String number,
        @Nullable Integer sourceTon,
        @Nullable Integer sourceNpi,
        Usual alphabet,
        ReceiptIds receiptIds,
        int window,
        int rate,
        Duration responseTimeout,
        Duration enquireAfter,
        List<String> optOutWords,
        Optional<String> country,
        int mostSegments) {

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._:-]{1,253}");
    private static final Pattern NUMBER = Pattern.compile("[\\p{ASCII}&&[^\\p{Cntrl}]]{1,20}");
    private static final int STANDARD_PORT = 2775;
    private static final int MOST_WINDOW = 1000;
    private static final int MOST_RATE = 10_000;

    /** With what a message may wait before it leaves, this is shorter than its lease. */
    private static final Duration LONGEST_RESPONSE = Duration.ofSeconds(25);

    /** How a carrier writes a message's id in a receipt. */
    public enum ReceiptIds {
        SAME,
        HEX_TO_DECIMAL,
        DECIMAL_TO_HEX
    }

    public SmppConfig {
        if (host == null || !HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("host: expected the message centre's name, found " + found(host));
        }
        port = port == 0 ? STANDARD_PORT : port;
        bounded("port", port, 65_535);
        if (systemId == null || systemId.isEmpty() || systemId.length() > 15) {
            throw new IllegalArgumentException("system-id: expected 1 to 15 characters, found " + found(systemId));
        }
        if (password == null || password.reveal().length() > 8) {
            throw new IllegalArgumentException("password: expected at most 8 characters");
        }
        systemType = systemType == null ? Optional.empty() : systemType;
        if (number == null || !NUMBER.matcher(number).matches()) {
            throw new IllegalArgumentException("number: expected 1 to 20 characters, found " + found(number));
        }
        alphabet = alphabet == null ? Usual.GSM7 : alphabet;
        receiptIds = receiptIds == null ? ReceiptIds.SAME : receiptIds;
        window = window == 0 ? 10 : window;
        bounded("window", window, MOST_WINDOW);
        rate = rate == 0 ? 100 : rate;
        bounded("rate", rate, MOST_RATE);
        responseTimeout = positive("response-timeout", responseTimeout, Duration.ofSeconds(10));
        if (responseTimeout.compareTo(LONGEST_RESPONSE) > 0) {
            throw new IllegalArgumentException(
                    "response-timeout: expected at most \"25s\", found \"" + responseTimeout + '"');
        }
        enquireAfter = positive("enquire-after", enquireAfter, Duration.ofSeconds(30));
        country = country == null ? Optional.empty() : country;
        if (country.isPresent() && !country.get().matches("[1-9][0-9]{0,2}")) {
            throw new IllegalArgumentException(
                    "country: expected a calling code such as \"86\", found " + found(country.get()));
        }
        mostSegments = mostSegments == 0 ? 10 : mostSegments;
        bounded("most-segments", mostSegments, Segments.MOST_PARTS);
        optOutWords = optOutWords == null ? List.of() : List.copyOf(optOutWords);
    }

    int ton() {
        if (sourceTon != null) {
            return sourceTon;
        }
        return number.startsWith("+") ? 1 : number.chars().allMatch(Character::isDigit) ? 0 : 5;
    }

    int npi() {
        if (sourceNpi != null) {
            return sourceNpi;
        }
        return ton() == 5 ? 0 : 1;
    }

    private static void bounded(String key, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(key + ": expected 1 to " + most + ", found \"" + value + '"');
        }
    }

    private static Duration positive(String key, @Nullable Duration value, Duration usual) {
        if (value != null && (value.isZero() || value.isNegative())) {
            throw new IllegalArgumentException(key + ": expected a duration such as \"10s\", found \"" + value + '"');
        }
        return value == null ? usual : value;
    }

    private static String found(@Nullable String value) {
        return value == null ? "nothing" : '"' + value + '"';
    }
}
