package tributary.connector.email.mime.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The date of a header: RFC 5322 section 3.3, its obsolete forms, asctime and ISO 8601, tolerantly. Pure. */
public final class MailDate {
    private static final int LONGEST = 200;
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final Pattern DAY_MONTH_YEAR =
            Pattern.compile("(\\d{1,2})[ \\-.]{1,3}([a-z]{3})[a-z]{0,9}[ \\-.,]{1,3}(\\d{2,4})(?!\\d|:)");
    private static final Pattern MONTH_DAY = Pattern.compile("([a-z]{3})[a-z]{0,9} {1,3}(\\d{1,2})(?!\\d|:)");
    private static final Pattern ISO = Pattern.compile("(\\d{4})[\\-/](\\d{1,2})[\\-/](\\d{1,2})");
    private static final Pattern YEAR = Pattern.compile("(?<![\\d:+\\-])(\\d{4})(?![\\d:])");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2}))?(?:[.,]\\d{1,9})?");
    private static final Pattern ZONE = Pattern.compile("([+\\-])(\\d{2}):?(\\d{2})(?!\\d)");
    private static final Pattern ZONE_NAME = Pattern.compile("([a-z]{1,4})\\)?$");
    private static final Map<String, Integer> ZONES = Map.of(
            "est", -5, "edt", -4, "cst", -6, "cdt", -5, "mst", -7, "mdt", -6, "pst", -8, "pdt", -7, "jst", 9, "kst", 9);

    private MailDate() {}

    /** The instant a date names; a zone it does not name is UTC. */
    public static Optional<Instant> of(String value) {
        String text = value.length() > LONGEST ? value.substring(0, LONGEST) : value;
        text = text.toLowerCase(Locale.ROOT).strip();
        Matcher time = TIME.matcher(text);
        if (!time.find()) {
            return Optional.empty();
        }
        try {
            int[] day = day(text);
            int second = time.group(3) == null ? 0 : Math.min(59, Integer.parseInt(time.group(3)));
            LocalDateTime local = LocalDateTime.of(
                    day[0], day[1], day[2], Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2)), second);
            return Optional.of(local.toInstant(zone(text.substring(time.end()).strip())));
        } catch (DateTimeException noSuchDay) {
            return Optional.empty();
        }
    }

    private static int[] day(String text) {
        Matcher usual = DAY_MONTH_YEAR.matcher(text);
        if (usual.find()) {
            return new int[] {
                year(usual.group(3)), month(usual.group(2)), Integer.parseInt(usual.group(1)),
            };
        }
        Matcher iso = ISO.matcher(text);
        if (iso.find()) {
            return new int[] {
                Integer.parseInt(iso.group(1)), Integer.parseInt(iso.group(2)), Integer.parseInt(iso.group(3)),
            };
        }
        Matcher monthDay = MONTH_DAY.matcher(text);
        Matcher year = YEAR.matcher(text);
        if (!monthDay.find() || !year.find()) {
            throw new DateTimeException("no day");
        }
        return new int[] {year(year.group(1)), month(monthDay.group(1)), Integer.parseInt(monthDay.group(2))};
    }

    private static int month(String name) {
        int at = MONTHS.indexOf(name);
        if (at < 0 || at % 3 != 0) {
            throw new DateTimeException("no month");
        }
        return at / 3 + 1;
    }

    /** RFC 5322 section 4.3. */
    private static int year(String digits) {
        int year = Integer.parseInt(digits);
        if (digits.length() == 2) {
            return year < 50 ? 2000 + year : 1900 + year;
        }
        return digits.length() == 3 ? 1900 + year : year;
    }

    private static ZoneOffset zone(String rest) {
        Matcher offset = ZONE.matcher(rest);
        if (offset.find()) {
            int minutes = Integer.parseInt(offset.group(2)) * 60 + Integer.parseInt(offset.group(3));
            boolean sane = minutes <= 18 * 60;
            return ZoneOffset.ofTotalSeconds(sane ? 60 * ("-".equals(offset.group(1)) ? -minutes : minutes) : 0);
        }
        Matcher name = ZONE_NAME.matcher(rest);
        return name.find() ? ZoneOffset.ofHours(ZONES.getOrDefault(name.group(1), 0)) : ZoneOffset.UTC;
    }
}
