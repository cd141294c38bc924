package tributary.gateway.platform.http;

import io.vertx.core.Future;
import java.util.function.Supplier;

/**
 * One part of the node's health.
 *
 * @param name the member under which the answer shows it, kebab-case
 * @param critical whether the node takes no traffic while it fails
 * @param check succeeds while the part works; a failure's message is shown to the operator
 */
public record HealthCheck(String name, boolean critical, Supplier<Future<Void>> check) {}
