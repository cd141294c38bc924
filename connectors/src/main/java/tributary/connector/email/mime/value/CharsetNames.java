package tributary.connector.email.mime.value;

import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which decoders a charset's name stands for, the best first. Names stand for the superset senders really use: gb2312
 * for GB18030, ks_c_5601-1987 for code page 949, latin1 for code page 1252.
 */
final class CharsetNames {
    private static final List<String> GB = List.of("GB18030");
    private static final List<String> BIG5 = List.of("Big5-HKSCS", "x-windows-950");
    private static final List<String> KOREAN = List.of("x-windows-949");
    private static final List<String> JAPANESE = List.of("windows-31j", "Shift_JIS");
    private static final List<String> JIS = List.of("x-windows-iso2022jp", "ISO-2022-JP-2");
    private static final List<String> WESTERN = List.of("windows-1252");
    private static final List<String> UNICODE = List.of("UTF-8");
    private static final Map<String, List<String>> NAMES = Map.ofEntries(
            Map.entry("gb2312", GB),
            Map.entry("gbk", GB),
            Map.entry("xgbk", GB),
            Map.entry("cp936", GB),
            Map.entry("ms936", GB),
            Map.entry("936", GB),
            Map.entry("windows936", GB),
            Map.entry("gb231280", GB),
            Map.entry("csgb2312", GB),
            Map.entry("euccn", GB),
            Map.entry("chinese", GB),
            Map.entry("gb18030", GB),
            Map.entry("gb180302000", GB),
            Map.entry("gb180302005", GB),
            Map.entry("big5", BIG5),
            Map.entry("xxbig5", BIG5),
            Map.entry("csbig5", BIG5),
            Map.entry("big5hkscs", BIG5),
            Map.entry("cp950", BIG5),
            Map.entry("ksc56011987", KOREAN),
            Map.entry("ksc5601", KOREAN),
            Map.entry("euckr", KOREAN),
            Map.entry("korean", KOREAN),
            Map.entry("cp949", KOREAN),
            Map.entry("uhc", KOREAN),
            Map.entry("shiftjis", JAPANESE),
            Map.entry("sjis", JAPANESE),
            Map.entry("xsjis", JAPANESE),
            Map.entry("mskanji", JAPANESE),
            Map.entry("cp932", JAPANESE),
            Map.entry("iso2022jp", JIS),
            Map.entry("csiso2022jp", JIS),
            Map.entry("iso2022jpms", JIS),
            Map.entry("cp50220", JIS),
            Map.entry("cp50221", JIS),
            Map.entry("iso88591", WESTERN),
            Map.entry("latin1", WESTERN),
            Map.entry("cp1252", WESTERN),
            Map.entry("windows1252", WESTERN),
            Map.entry("ansi", WESTERN),
            Map.entry("iso88598i", List.of("ISO-8859-8")),
            Map.entry("iso88598e", List.of("ISO-8859-8")),
            Map.entry("iso88599", List.of("windows-1254")),
            Map.entry("iso885911", List.of("x-windows-874")),
            Map.entry("tis620", List.of("x-windows-874")),
            Map.entry("windows874", List.of("x-windows-874")),
            Map.entry("macintosh", List.of("x-MacRoman")),
            Map.entry("mac", List.of("x-MacRoman")),
            Map.entry("utf8", UNICODE),
            Map.entry("utf8mb4", UNICODE),
            Map.entry("unicode11utf8", UNICODE),
            Map.entry("unicode", UNICODE));
    private static final Map<String, Charset> AVAILABLE = available();
    private static final int LONGEST = 64;

    private CharsetNames() {}

    /** Letters and digits of a charset's name, without quotes and language suffix. */
    static String normal(String name) {
        int language = name.indexOf('*');
        String bare = (language > 0 ? name.substring(0, language) : name).strip();
        StringBuilder out = new StringBuilder();
        bare.toLowerCase(Locale.ROOT)
                .chars()
                .limit(LONGEST)
                .filter(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
                .forEach(c -> out.append((char) c));
        return out.toString();
    }

    /** The charsets to try; none if the name means nothing. */
    static List<Charset> of(String name) {
        List<String> known = NAMES.get(normal(name));
        if (known != null) {
            return known.stream()
                    .map(CharsetNames::find)
                    .flatMap(Optional::stream)
                    .toList();
        }
        int language = name.indexOf('*');
        String bare = language > 0 ? name.substring(0, language) : name;
        bare = bare.length() > LONGEST ? "" : bare.replaceAll("[\"'\\s]", "");
        return find(bare).stream().toList();
    }

    private static Optional<Charset> find(String name) {
        return Optional.ofNullable(AVAILABLE.get(name.toLowerCase(Locale.ROOT)));
    }

    /** By name and alias. Asking the platform for a name it has not takes it a hundred microseconds each time. */
    private static Map<String, Charset> available() {
        Map<String, Charset> found = new HashMap<>();
        Charset.availableCharsets().values().forEach(charset -> {
            charset.aliases().forEach(alias -> found.putIfAbsent(alias.toLowerCase(Locale.ROOT), charset));
            found.put(charset.name().toLowerCase(Locale.ROOT), charset);
        });
        return Map.copyOf(found);
    }
}
