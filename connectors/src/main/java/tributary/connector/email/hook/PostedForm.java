package tributary.connector.email.hook;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.Attribute;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.FileUpload;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tributary.connector.HookCall;

/** The fields of a posted form as bytes, because each may be in a charset of its own. The last of one name counts. */
final class PostedForm {

    private static final int MOST_FIELDS = 2000;

    private final Map<String, byte[]> fields = new LinkedHashMap<>();
    private final List<PostedFile> files = new ArrayList<>();

    private PostedForm() {}

    /** @throws MalformedPostException if the body is no form */
    static PostedForm of(HookCall call) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                "/",
                Unpooled.wrappedBuffer(call.body().getBytes()));
        String type = call.headers().get("Content-Type");
        request.headers().set(HttpHeaderNames.CONTENT_TYPE, type == null ? "" : type);
        HttpPostRequestDecoder decoder = null;
        try {
            // Octets stay what they are: ISO-8859-1 is the identity.
            decoder = new HttpPostRequestDecoder(
                    new DefaultHttpDataFactory(false),
                    request,
                    StandardCharsets.ISO_8859_1,
                    MOST_FIELDS,
                    64 * 1024 * 1024);
            PostedForm form = new PostedForm();
            for (InterfaceHttpData data : decoder.getBodyHttpDatas()) {
                form.take(data);
            }
            return form;
        } catch (HttpPostRequestDecoder.ErrorDataDecoderException
                | HttpPostRequestDecoder.TooManyFormFieldsException
                | HttpPostRequestDecoder.TooLongFormFieldException
                | IOException e) {
            throw new MalformedPostException("expected a form");
        } finally {
            if (decoder != null) {
                decoder.destroy();
            }
        }
    }

    private void take(InterfaceHttpData data) throws IOException {
        if (data instanceof FileUpload file) {
            files.add(new PostedFile(
                    file.getName(),
                    new String(file.getFilename().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
                    file.getContentType() == null ? "application/octet-stream" : file.getContentType(),
                    Buffer.buffer(file.get())));
        } else if (data instanceof Attribute attribute) {
            fields.put(attribute.getName(), attribute.get());
        }
    }

    Optional<byte[]> bytes(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    String text(String name) {
        return text(name, StandardCharsets.UTF_8);
    }

    /** Empty if there is no such field. */
    String text(String name, Charset charset) {
        return bytes(name).map(bytes -> new String(bytes, charset)).orElse("");
    }

    List<PostedFile> files() {
        return files;
    }

    /** @param field the form field's name */
    record PostedFile(String field, String name, String type, Buffer bytes) {}
}
