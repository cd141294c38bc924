package tributary.connector.email.mime;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tributary.connector.email.mime.structure.HeaderBlock;
import tributary.connector.email.mime.value.FileName;
import tributary.connector.email.mime.value.HeaderText;
import tributary.connector.email.mime.value.Parameters;

/**
 * What a part's header says of its body.
 *
 * @param path its place
 * @param header as sent
 * @param type media type, lower case
 * @param claimed the whole Content-Type
 * @param disposition the whole Content-Disposition
 * @param encoding Content-Transfer-Encoding: letters and digits only
 */
record Entity(
        String path, HeaderBlock header, String type, Parameters claimed, Parameters disposition, String encoding) {
    private static final Set<String> BODIES =
            Set.of("text/plain", "text/html", "text/enriched", "text/richtext", "application/xhtml+xml");

    static Entity of(String path, HeaderBlock header, String parentType) {
        Parameters claimed = Parameters.of(header.first("Content-Type").orElse(""));
        Parameters disposition =
                Parameters.of(header.first("Content-Disposition").orElse(""));
        String encoding = header.first("Content-Transfer-Encoding")
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]", "");
        return new Entity(path, header, type(claimed.value(), parentType), claimed, disposition, encoding);
    }

    private static String type(String claimed, String parentType) {
        if (claimed.isEmpty()) {
            return parentType.equals("multipart/digest") ? "message/rfc822" : "text/plain";
        }
        if (claimed.equals("text") || claimed.equals("plain") || claimed.equals("text/")) {
            return "text/plain";
        }
        if (claimed.equals("html")) {
            return "text/html";
        }
        boolean valid = claimed.length() <= 127 && claimed.matches("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+");
        return valid ? claimed : claimed.startsWith("text/") ? "text/plain" : "application/octet-stream";
    }

    boolean html() {
        return type.equals("text/html") || type.equals("application/xhtml+xml");
    }

    boolean enriched() {
        return type.equals("text/enriched") || type.equals("text/richtext");
    }

    boolean attachment() {
        return disposition.value().startsWith("attach");
    }

    /** Whether it may be what one reads first: a kind of text nobody called an attachment. */
    boolean body() {
        return BODIES.contains(type) && !attachment();
    }

    boolean named() {
        return named(disposition, "filename") || named(claimed, "name");
    }

    private static boolean named(Parameters parameters, String name) {
        return parameters.plain(name).isPresent() || parameters.extended(name).isPresent();
    }

    String charset() {
        return claimed.plain("charset")
                .map(name -> name.strip().split("[\\s(]", 2)[0])
                .orElse("");
    }

    boolean flowed() {
        return type.equals("text/plain") && claimed.plain("format").orElse("").equalsIgnoreCase("flowed");
    }

    boolean delSp() {
        return claimed.plain("delsp").orElse("").equalsIgnoreCase("yes");
    }

    boolean tnef() {
        String name =
                claimed.plain("name").or(() -> disposition.plain("filename")).orElse("");
        return type.equals("application/ms-tnef")
                || type.equals("application/vnd.ms-tnef")
                || name.equalsIgnoreCase("winmail.dat");
    }

    /** The machine-readable part of a report. */
    boolean status() {
        return type.startsWith("message/")
                && (type.endsWith("delivery-status")
                        || type.endsWith("disposition-notification")
                        || type.endsWith("feedback-report"));
    }

    /** A mail, or the header of one. */
    boolean returned() {
        return type.equals("message/rfc822")
                || type.equals("text/rfc822-headers")
                || type.equals("message/global")
                || type.equals("message/global-headers");
    }

    PartFiles.Label label(HeaderText text) {
        Optional<String> id = header.first("Content-ID")
                .or(() -> header.first("Content-Id"))
                .map(text::decode)
                .map(Entity::bare)
                .filter(found -> !found.isEmpty());
        boolean inline = disposition.value().startsWith("inline")
                || (disposition.value().isEmpty() && id.isPresent() && !type.startsWith("text/"));
        return new PartFiles.Label(
                path,
                FileName.of(disposition, claimed, text),
                type,
                id,
                header.first("Content-Location").map(text::decode),
                inline);
    }

    private static String bare(String id) {
        String bare = id.strip();
        return bare.startsWith("<") && bare.endsWith(">")
                ? bare.substring(1, bare.length() - 1).strip()
                : bare;
    }
}
