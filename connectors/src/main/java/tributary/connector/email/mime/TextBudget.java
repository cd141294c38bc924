package tributary.connector.email.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tributary.connector.email.mime.embedded.TnefFile;
import tributary.connector.email.mime.text.PlainText;
import tributary.connector.email.mime.text.TextTree;
import tributary.connector.email.mime.value.CharsetLadder;

/** How many octets of text may still be kept, and how they become text. */
final class TextBudget {
    private static final int HEAD = 2048;
    private static final Pattern META =
            Pattern.compile("(?i)<meta[^>]{0,200}?charset\\s{0,5}=\\s{0,5}[\"']?([a-z0-9_:.-]{2,40})");

    private final Set<String> problems;
    private int plain;
    private int html;
    private boolean used;

    TextBudget(int bytes, Set<String> problems) {
        this.plain = bytes;
        this.html = Math.max(1, bytes / 2);
        this.problems = problems;
    }

    /** Whether no text has been met yet. */
    boolean unused() {
        return !used;
    }

    /** Reads what may be kept. */
    byte[] octets(InputStream in, boolean page) throws IOException {
        int left = page ? html : plain;
        byte[] octets = in.readNBytes(left + 1);
        if (octets.length > left) {
            problems.add(page ? "html-truncated" : "text-truncated");
            octets = Arrays.copyOf(octets, left);
        }
        if (page) {
            html -= octets.length;
        } else {
            plain -= octets.length;
        }
        return octets;
    }

    /** Decodes and tidies the body of a text. */
    String text(byte[] octets, Entity entity, MailHints hints) {
        String charset = entity.charset().isEmpty() && entity.html() ? declaredWithin(octets) : entity.charset();
        CharsetLadder.Decoded decoded = hints.ladder().decode(octets, charset);
        if (decoded.guessed()) {
            problems.add("charset-guessed");
        }
        String text = PlainText.lines(decoded.text());
        used |= !text.isBlank();
        if (entity.enriched()) {
            return PlainText.unrich(text);
        }
        return entity.flowed() ? PlainText.unflow(text, entity.delSp()) : text;
    }

    /** The texts of a TNEF file, as far as they may be kept. */
    List<TextTree> kept(TnefFile file) {
        List<TextTree> kept = new ArrayList<>();
        String text = cut(file.text(), plain);
        if (!text.isBlank()) {
            plain -= text.length();
            kept.add(new TextTree.Plain(PlainText.lines(text)));
        }
        file.html().map(page -> cut(page, html)).filter(page -> !page.isBlank()).ifPresent(page -> {
            html -= page.length();
            kept.add(new TextTree.Html(page));
        });
        used |= !kept.isEmpty();
        return kept;
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, Math.max(0, length)) : text;
    }

    private static String declaredWithin(byte[] page) {
        String head = new String(page, 0, Math.min(page.length, HEAD), StandardCharsets.ISO_8859_1);
        Matcher meta = META.matcher(head);
        return meta.find() ? meta.group(1) : "";
    }
}
