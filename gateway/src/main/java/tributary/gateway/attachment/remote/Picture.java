package tributary.gateway.attachment.remote;

import io.vertx.core.buffer.Buffer;

/** @param type the MIME type that the first bytes prove */
public record Picture(String type, Buffer bytes) {}
