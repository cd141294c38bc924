package tributary.connector.wechat.call;

import io.vertx.core.buffer.Buffer;
import java.util.UUID;
import tributary.conversation.Attachment;

/** A form with one file, as the media API wants it (RFC 7578). */
record Multipart(String type, Buffer body) {

    static Multipart of(Attachment file, Buffer content) {
        String boundary = "tributary-" + UUID.randomUUID();
        String name = file.name().replaceAll("[\"\\r\\n\\\\]", "_");
        Buffer body = Buffer.buffer()
                .appendString("--" + boundary + "\r\nContent-Disposition: form-data; name=\"media\"; filename=\"" + name
                        + "\"\r\nContent-Type: " + file.type() + "\r\n\r\n")
                .appendBuffer(content)
                .appendString("\r\n--" + boundary + "--\r\n");
        return new Multipart("multipart/form-data; boundary=" + boundary, body);
    }
}
