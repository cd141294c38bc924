package tributary.connector.email.mime;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import tributary.connector.email.mime.embedded.Base64Stream;
import tributary.connector.email.mime.embedded.TnefFile;
import tributary.connector.email.mime.embedded.UuStream;
import tributary.connector.email.mime.structure.HeaderBlock;
import tributary.connector.email.mime.structure.RepairedStream;
import tributary.connector.email.mime.text.TextTree;
import tributary.connector.email.mime.value.HeaderText;

/** One mail being read. */
final class MailReading {
    private static final int TNEF_BYTES = 16 * 1024 * 1024;
    private static final Set<String> PLAIN_ENCODINGS = Set.of("", "7bit", "8bit", "binary", "7bits", "8bits", "none");
    private static final Set<String> UU_ENCODINGS = Set.of("xuuencode", "uuencode", "xuue", "uue");
    private static final Set<String> LESSER_RENDITIONS = Set.of("text/x-amp-html", "text/watch-html");

    private final MailBounds bounds;
    private final RepairedStream mail;
    private final PartFiles files;
    private final Set<String> problems = new TreeSet<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    private final Level root = new Level(Entity.of("", HeaderBlock.NONE, ""));
    private final long startedNanos = System.nanoTime();
    private final TextBudget budget;
    private final ReportDraft report;
    private HeaderBlock top = HeaderBlock.NONE;
    private RepairedStream.Block current = RepairedStream.Block.NONE;
    private MailHints hints = MailHints.NONE;
    private int count;
    private boolean over;

    MailReading(MailBounds bounds, InputStream mail, PartSink sink) {
        this.bounds = bounds;
        this.mail = new RepairedStream(
                mail, new RepairedStream.Limits(bounds.headerBytes(), bounds.headerLines(), bounds.depth()), problems);
        this.files = new PartFiles(sink);
        this.budget = new TextBudget(bounds.textBytes(), problems);
        this.report = new ReportDraft(bounds.headerBytes());
        levels.push(root);
    }

    /** A multipart that is open, or the mail itself. */
    private static final class Level {
        private final Entity entity;
        private final List<TextTree> texts = new ArrayList<>();
        private int children;
        private byte[] preamble = new byte[0];

        private Level(Entity entity) {
            this.entity = entity;
        }

        private TextTree done() {
            boolean alternative = entity.type().equals("multipart/alternative");
            return alternative ? new TextTree.Alternative(texts) : new TextTree.Sequence(texts);
        }
    }

    ParsedMail read() throws IOException {
        MimeTokenStream stream = new MimeTokenStream(MimeConfig.custom()
                .setMaxLineLen(-1)
                .setMaxHeaderCount(-1)
                .setMaxHeaderLen(-1)
                .setMaxContentLen(-1)
                .build());
        stream.setRecursionMode(RecursionMode.M_NO_RECURSE);
        try {
            stream.parse(mail);
            EntityState state = stream.getState();
            while (state != EntityState.T_END_OF_STREAM && !over) {
                take(state, stream);
                state = over ? state : stream.next();
            }
        } catch (MimeException | RuntimeException unreadable) {
            problems.add("unparsable");
        }
        while (levels.size() > 1) {
            close();
        }
        HeaderText text = new HeaderText(hints.ladder(), hints.charset());
        return new MailSummary(top, text)
                .mail(root.done(), files.parts(), report.done(top, text), problems, bounds.textBytes());
    }

    private void take(EntityState state, MimeTokenStream stream) throws IOException {
        switch (state) {
            case T_START_HEADER -> current = RepairedStream.Block.NONE;
            case T_FIELD -> field(stream);
            case T_BODY -> entity(stream.getInputStream());
            default -> {}
        }
        over |= isLate();
    }

    private boolean isLate() {
        boolean late = System.nanoTime() - startedNanos > bounds.time().toNanos();
        if (late) {
            problems.add("timeout");
        }
        return late;
    }

    private void field(MimeTokenStream stream) throws IOException {
        if (stream.getField().getName().equals(RepairedStream.BLOCK)) {
            current = mail.take(Integer.parseInt(stream.getField().getBody().strip()));
            for (int i = 0; i < current.closed(); i++) {
                close();
            }
            if (count == 0) {
                top = current.header();
                hints = MailHints.of(top);
            }
            if (++count > bounds.parts()) {
                problems.add("too-many-parts");
                over = true;
            }
        }
    }

    private void entity(InputStream raw) throws IOException {
        if (over) {
            return;
        }
        Level parent = levels.getFirst();
        parent.children++;
        String within = parent.entity.path().isEmpty() ? "" : parent.entity.path() + ".";
        boolean whole = levels.size() == 1 && current.multipart();
        Entity entity = Entity.of(whole ? "" : within + parent.children, current.header(), parent.entity.type());
        if (current.multipart()) {
            open(entity, raw);
        } else {
            body(entity, parent, raw);
        }
    }

    /** What stands before the first part is for old programs, unless nothing else comes. */
    private void open(Entity entity, InputStream preamble) throws IOException {
        if (entity.type().equals("multipart/encrypted")) {
            problems.add("encrypted");
        }
        Level level = new Level(entity);
        level.preamble = preamble.readNBytes(bounds.textBytes());
        levels.push(level);
    }

    private void close() throws IOException {
        if (levels.size() > 1) {
            Level level = levels.pop();
            if (level.children == 0 && level.preamble.length > 0) {
                problems.add("no-boundary");
                Entity text = Entity.of(level.entity.path(), HeaderBlock.NONE, "");
                byte[] octets = budget.octets(new ByteArrayInputStream(level.preamble), false);
                level.texts.add(new TextTree.Plain(budget.text(octets, text, hints)));
            }
            levels.getFirst().texts.add(level.done());
        }
    }

    private void body(Entity entity, Level parent, InputStream raw) throws IOException {
        if (entity.type().equals("message/partial")) {
            problems.add("partial");
        }
        if (entity.type().equals("application/pkcs7-mime") || entity.type().equals("application/x-pkcs7-mime")) {
            String kind = entity.claimed().plain("smime-type").orElse("").toLowerCase(Locale.ROOT);
            problems.add(kind.contains("signed") ? "signed-opaque" : "encrypted");
        }
        if (isText(entity, parent)) {
            text(entity, raw);
        } else if (entity.tnef()) {
            tnef(entity, raw);
        } else if (!alternative(parent) || !LESSER_RENDITIONS.contains(entity.type())) {
            file(entity, decoded(entity, raw));
        }
    }

    private static boolean alternative(Level level) {
        return level.entity.type().equals("multipart/alternative");
    }

    /** A text with a name is a file, unless it stands where the text has to be. */
    private boolean isText(Entity entity, Level parent) {
        if (!entity.body()) {
            return false;
        }
        boolean expected = alternative(parent) || levels.size() == 1;
        return expected
                || !entity.named()
                || (budget.unused() && !entity.disposition().value().isEmpty() && first(parent));
    }

    private static boolean first(Level parent) {
        return parent.children == 1;
    }

    private void text(Entity entity, InputStream raw) throws IOException {
        Level level = levels.getFirst();
        hints = hints.with(entity.charset());
        InputStream in = decoded(entity, raw);
        if (entity.type().equals("text/plain")) {
            int[] number = {0};
            in = new UuStream(in, name -> within(entity.path() + "." + ++number[0], name, "application/octet-stream"));
        }
        byte[] octets = budget.octets(in, entity.html());
        drain(in);
        String text = budget.text(octets, entity, hints);
        if (text.contains("-----BEGIN PGP MESSAGE-----")) {
            problems.add("encrypted");
        }
        level.texts.add(entity.html() ? new TextTree.Html(text) : new TextTree.Plain(text));
    }

    private OutputStream within(String path, String name, String type) throws IOException {
        if (files.parts().size() >= bounds.parts()) {
            problems.add("too-many-parts");
            return OutputStream.nullOutputStream();
        }
        return files.open(PartFiles.Label.within(path, name, type));
    }

    private HeaderText headerText() {
        return new HeaderText(hints.ladder(), hints.charset());
    }

    private void file(Entity entity, InputStream in) throws IOException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        boolean reported = entity.status() || entity.returned();
        try (OutputStream file = files.open(entity.label(headerText()))) {
            byte[] buffer = new byte[8192];
            int read = in.read(buffer);
            while (read >= 0 && !over) {
                file.write(buffer, 0, read);
                if (reported && copy.size() < bounds.headerBytes()) {
                    copy.write(buffer, 0, read);
                }
                over |= isLate();
                read = in.read(buffer);
            }
        }
        if (reported) {
            report.add(entity, copy.toByteArray());
        }
    }

    private void drain(InputStream in) throws IOException {
        byte[] buffer = new byte[8192];
        while (in.read(buffer) >= 0 && !over) {
            over |= isLate();
        }
    }

    private void tnef(Entity entity, InputStream raw) throws IOException {
        InputStream in = decoded(entity, raw);
        byte[] octets = in.readNBytes(TNEF_BYTES);
        Optional<TnefFile> tnef = octets.length < TNEF_BYTES ? TnefFile.of(octets) : Optional.empty();
        if (tnef.isEmpty()) {
            problems.add(octets.length < TNEF_BYTES ? "tnef-broken" : "tnef-too-large");
            file(entity, new SequenceInputStream(new ByteArrayInputStream(octets), in));
            return;
        }
        int number = 0;
        for (TnefFile.Attachment attachment : tnef.get().files()) {
            tnefFile(entity.path() + "." + ++number, attachment);
        }
        Level level = levels.getFirst();
        if (budget.unused()) {
            level.texts.add(new TextTree.Alternative(budget.kept(tnef.get())));
        }
    }

    private void tnefFile(String path, TnefFile.Attachment attachment) throws IOException {
        String type = attachment.type().matches("[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
                ? attachment.type()
                : "application/octet-stream";
        if (files.parts().size() >= bounds.parts()) {
            problems.add("too-many-parts");
            return;
        }
        PartFiles.Label plain = PartFiles.Label.within(path, attachment.name(), type);
        Optional<String> id = Optional.of(attachment.contentId()).filter(found -> !found.isEmpty());
        PartFiles.Label label = new PartFiles.Label(path, plain.name(), type, id, Optional.empty(), id.isPresent());
        ByteBuffer data = attachment.data();
        try (OutputStream file = files.open(label)) {
            file.write(data.array(), data.arrayOffset() + data.position(), data.remaining());
        }
    }

    private InputStream decoded(Entity entity, InputStream raw) throws IOException {
        String encoding = entity.encoding();
        if (encoding.equals("base64")) {
            return new Base64Stream(raw, () -> problems.add("base64-broken"));
        }
        if (encoding.equals("quotedprintable")) {
            return new QuotedPrintableInputStream(raw, DecodeMonitor.SILENT);
        }
        if (UU_ENCODINGS.contains(encoding)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            drain(new UuStream(raw, name -> out));
            return new ByteArrayInputStream(out.toByteArray());
        }
        if (!PLAIN_ENCODINGS.contains(encoding)) {
            problems.add("unknown-encoding");
        }
        return raw;
    }
}
