package tributary.connector.email.mime;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tributary.connector.email.mime.value.FileName;

/** The files of one mail: opened at the sink, counted, listed when they are closed. */
final class PartFiles {
    private static final Map<String, String> EXTENSIONS = Map.ofEntries(
            Map.entry("image/png", "png"),
            Map.entry("image/jpeg", "jpg"),
            Map.entry("image/jpg", "jpg"),
            Map.entry("image/gif", "gif"),
            Map.entry("image/webp", "webp"),
            Map.entry("image/bmp", "bmp"),
            Map.entry("application/pdf", "pdf"),
            Map.entry("application/zip", "zip"),
            Map.entry("application/ms-tnef", "dat"),
            Map.entry("application/pkcs7-mime", "p7m"),
            Map.entry("application/pkcs7-signature", "p7s"),
            Map.entry("application/pgp-signature", "asc"),
            Map.entry("application/pgp-encrypted", "asc"),
            Map.entry("text/plain", "txt"),
            Map.entry("text/html", "html"),
            Map.entry("text/csv", "csv"),
            Map.entry("text/vcard", "vcf"),
            Map.entry("text/rfc822-headers", "txt"),
            Map.entry("message/rfc822", "eml"),
            Map.entry("message/global", "eml"),
            Map.entry("message/delivery-status", "txt"),
            Map.entry("message/feedback-report", "txt"),
            Map.entry("message/disposition-notification", "txt"));

    private final PartSink sink;
    private final List<MailPart> parts = new ArrayList<>();

    PartFiles(PartSink sink) {
        this.sink = sink;
    }

    /** What a file is called and claimed to be, before its octets are known. */
    record Label(
            String path,
            Optional<String> name,
            String type,
            Optional<String> contentId,
            Optional<String> location,
            boolean inline) {

        /** A file found within a body. */
        static Label within(String path, String name, String type) {
            return new Label(path, FileName.clean(name), type, Optional.empty(), Optional.empty(), false);
        }
    }

    List<MailPart> parts() {
        return parts;
    }

    OutputStream open(Label label) throws IOException {
        String name = label.name().orElseGet(() -> named(label));
        OutputStream file = sink.open(label.path(), name, label.type());
        return new Counting(file) {
            @Override
            void closed(long bytes) {
                parts.add(new MailPart(
                        label.path(), name, label.type(), label.contentId(), label.location(), label.inline(), bytes));
            }
        };
    }

    private static String named(Label label) {
        if (label.type().equals("text/calendar")) {
            return "invite.ics";
        }
        String stem = label.type().startsWith("message/") ? "message-" : "part-";
        String subtype = label.type().substring(label.type().indexOf('/') + 1).toLowerCase(Locale.ROOT);
        boolean readable = label.type().startsWith("image/") || label.type().startsWith("audio/");
        String guess = readable && subtype.matches("[a-z0-9]{2,5}") ? subtype : "bin";
        return stem + label.path() + "." + EXTENSIONS.getOrDefault(label.type(), guess);
    }

    /** Counts what goes through. */
    private abstract static class Counting extends FilterOutputStream {
        private long bytes;
        private boolean closed;

        Counting(OutputStream out) {
            super(out);
        }

        abstract void closed(long total);

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            bytes++;
        }

        @Override
        public void write(byte[] octets, int offset, int length) throws IOException {
            out.write(octets, offset, length);
            bytes += length;
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                super.close();
                closed(bytes);
            }
        }
    }
}
