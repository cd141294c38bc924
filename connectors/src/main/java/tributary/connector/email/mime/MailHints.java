package tributary.connector.email.mime;

import java.util.Locale;
import java.util.regex.Pattern;
import tributary.connector.email.mime.structure.HeaderBlock;
import tributary.connector.email.mime.structure.RawField;
import tributary.connector.email.mime.value.CharsetLadder;

/**
 * What a mail has shown of its language so far.
 *
 * @param ladder how to decode what says nothing of itself
 * @param charset of the first text that named one, or empty
 */
record MailHints(CharsetLadder ladder, String charset) {
    static final MailHints NONE = new MailHints(CharsetLadder.PLAIN, "");

    private static final Pattern CHINESE = Pattern.compile(
            "charset\\s?=\\s?\"?(?:gb|hz-)|=\\?(?:gb|hz-)|\\.cn\\b|@(?:vip\\.)?(?:qq|163|126|yeah|sina|sohu|139|189|aliyun"
                    + "|foxmail|tom|21cn)\\.(?:com|net)");
    private static final Pattern TRADITIONAL = Pattern.compile("charset\\s?=\\s?\"?big5|=\\?big5|\\.(?:tw|hk|mo)\\b");

    static MailHints of(HeaderBlock top) {
        boolean chinese = false;
        boolean traditional = false;
        for (RawField field : top.fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            String value = field.value().toLowerCase(Locale.ROOT);
            switch (name) {
                case "from", "sender", "reply-to", "message-id", "subject", "content-type", "return-path" -> {
                    chinese |= CHINESE.matcher(value).find();
                    traditional |= TRADITIONAL.matcher(value).find();
                }
                case "content-language" -> {
                    traditional |= value.contains("zh-tw") || value.contains("zh-hk") || value.contains("hant");
                    chinese |= value.contains("zh") && !traditional;
                }
                default -> {}
            }
        }
        return new MailHints(new CharsetLadder(chinese, traditional), "");
    }

    /** After a text in some charset. */
    MailHints with(String named) {
        String name = named.toLowerCase(Locale.ROOT);
        boolean chinese = ladder.chinese() || name.startsWith("gb") || name.startsWith("hz");
        boolean traditional = ladder.traditional() || name.startsWith("big5");
        return new MailHints(new CharsetLadder(chinese, traditional), charset.isEmpty() ? named : charset);
    }
}
