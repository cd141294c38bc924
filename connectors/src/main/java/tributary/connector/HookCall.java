package tributary.connector;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/**
 * A request to {@code /hooks/{inbox}} or below, with its whole body.
 *
 * @param method {@code GET} or {@code POST}
 * @param place what follows the inbox's name, without a slash in front: empty for the inbox itself, {@code status} for {@code
 *     /hooks/{inbox}/status}
 * @param uri path and query as sent, for providers that sign the address
 * @param query the query's parameters, decoded once
 * @param body the bytes as they came
 * @param peer who sent it; see {@link WebRoutes#peer}
 */
public record HookCall(
        String method, String place, String uri, MultiMap query, MultiMap headers, Buffer body, WebRoutes.Peer peer) {}
