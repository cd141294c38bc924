package tributary.gateway.api.pages;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Files on the class path under one folder. Each is read once; there are as many as were built. */
final class PageFiles {

    private static final Pattern PATH = Pattern.compile("[\\w-][\\w.-]*(/[\\w-][\\w.-]*)*");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("yaml", "application/yaml"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("woff2", "font/woff2"));

    private final Vertx vertx;
    private final String folder;
    private final Map<String, Buffer> read = new ConcurrentHashMap<>();

    /** @param folder with a slash at its end */
    PageFiles(Vertx vertx, String folder) {
        this.vertx = vertx;
        this.folder = folder;
    }

    /** @return empty if there is no such file, or the path is none */
    Future<Optional<Buffer>> file(String path) {
        Buffer known = read.get(path);
        if (known != null) {
            return Future.succeededFuture(Optional.of(known));
        }
        return PATH.matcher(path).matches()
                ? vertx.executeBlocking(() -> load(path), false)
                : Future.succeededFuture(Optional.empty());
    }

    static String type(String path) {
        return TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
    }

    /** Blocks: the class path is files and jars. */
    private Optional<Buffer> load(String path) throws IOException {
        URL found = PageFiles.class.getClassLoader().getResource(folder + path);
        // A folder on the class path opens as a listing of it.
        if (found == null || !path.contains(".")) {
            return Optional.empty();
        }
        try (InputStream in = found.openStream()) {
            Buffer bytes = Buffer.buffer(in.readAllBytes());
            read.put(path, bytes);
            return Optional.of(bytes);
        }
    }
}
