package tributary.connector.livechat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tributary.connector.livechat.rule.TextRule;
import tributary.connector.livechat.wire.ErrorAnswer;
import tributary.connector.livechat.wire.FrameWriter;
import tributary.connector.livechat.wire.VisitorFrame.UploadBegin;

/** One {@code up.begin}: announces a file and hands out the signed URL at which it may be put. */
record UploadRequest(Visit visit, UploadBegin frame) {
    private static final Duration URL_LIFETIME = Duration.ofMinutes(10);
    private static final int REMEMBERED = 20;
    private static final Pattern TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+");

    Future<Void> handle() {
        String type = frame.type().toLowerCase(Locale.ROOT);
        LiveChatConfig.Files files = visit.desk().config().attachments();
        if (frame.bytes() > files.max().bytes()) {
            throw new RefusedException(ErrorAnswer.of("too-large"));
        }
        if (!TYPE.matcher(type).matches() || !files.admits(type)) {
            throw new RefusedException(ErrorAnswer.of("type-not-allowed"));
        }
        return visit.session().compose(session -> begun(type)).compose(id -> answer(id, type));
    }

    /** The same client id again, on this connection, is the same upload. */
    private Future<UUID> begun(String type) {
        Map<String, Future<UUID>> uploads = visit.uploads();
        Future<UUID> first = uploads.get(frame.cid());
        if (first != null && !first.failed()) {
            return first;
        }
        visit.spend("uploads");
        if (uploads.size() >= REMEMBERED) {
            uploads.clear();
        }
        Desk desk = visit.desk();
        Future<UUID> begun = desk.context()
                .attachments()
                .begin(desk.inbox(), visit.seat().vid(), name(), type, frame.bytes(), sha256());
        uploads.put(frame.cid(), begun);
        return begun;
    }

    /** Without folders and control characters; a file must have some name. */
    private String name() {
        String clean = TextRule.clean(frame.name()).replaceAll("[\\n\\t]", " ");
        String last = clean.substring(Math.max(clean.lastIndexOf('/'), clean.lastIndexOf('\\')) + 1)
                .strip();
        return last.isEmpty() ? "file" : last;
    }

    private @Nullable Buffer sha256() {
        return frame.sha256() == null
                ? null
                : Buffer.buffer(HexFormat.of().parseHex(frame.sha256().toLowerCase(Locale.ROOT)));
    }

    private Future<Void> answer(UUID id, String type) {
        Desk desk = visit.desk();
        String path = "/u/" + desk.inbox() + "/" + id;
        long expires = desk.now().plus(URL_LIFETIME).getEpochSecond();
        String signature = desk.signature().sign(path, type, frame.bytes(), expires);
        ObjectNode d = JsonNodeFactory.instance.objectNode().put("up", id.toString());
        d.put("url", path + "?e=" + expires + "&s=" + signature).put("method", "PUT");
        d.putObject("headers").put("content-type", type);
        visit.socket().write(FrameWriter.ok(frame.id(), d.put("exp", expires)));
        return Future.succeededFuture();
    }
}
