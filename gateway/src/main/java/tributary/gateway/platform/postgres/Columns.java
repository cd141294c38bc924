package tributary.gateway.platform.postgres;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Many rows as the arguments of one statement: an array for each column, which the statement turns back into rows by
 * {@code unnest($1::uuid[], $2::text[], …)}. Neither side has to write or parse JSON for it.
 */
public final class Columns<T> {

    private final Collection<T> rows;
    private final Tuple arguments;

    private Columns(Collection<T> rows, Tuple arguments) {
        this.rows = rows;
        this.arguments = arguments;
    }

    /** @param first arguments that come before the columns; the columns are added to them */
    public static <T> Columns<T> of(Tuple first, Collection<T> rows) {
        return new Columns<>(rows, first);
    }

    public static <T> Columns<T> of(Collection<T> rows) {
        return of(Tuple.tuple(), rows);
    }

    public Columns<T> uuid(Function<T, @Nullable UUID> column) {
        arguments.addArrayOfUUID(array(column, UUID[]::new));
        return this;
    }

    public Columns<T> text(Function<T, @Nullable String> column) {
        arguments.addArrayOfString(array(column, String[]::new));
        return this;
    }

    public Columns<T> bigint(Function<T, @Nullable Long> column) {
        arguments.addArrayOfLong(array(column, Long[]::new));
        return this;
    }

    public Columns<T> integer(Function<T, @Nullable Integer> column) {
        arguments.addArrayOfInteger(array(column, Integer[]::new));
        return this;
    }

    public Columns<T> bool(Function<T, @Nullable Boolean> column) {
        arguments.addArrayOfBoolean(array(column, Boolean[]::new));
        return this;
    }

    public Columns<T> time(Function<T, @Nullable Instant> column) {
        arguments.addArrayOfOffsetDateTime(array(row -> utc(column.apply(row)), OffsetDateTime[]::new));
        return this;
    }

    public Columns<T> bytes(Function<T, @Nullable Buffer> column) {
        arguments.addArrayOfBuffer(array(column, Buffer[]::new));
        return this;
    }

    /** Goes as text: take it as {@code text[]} and cast it where it is used. */
    public Columns<T> json(Function<T, @Nullable JsonObject> column) {
        return text(row -> {
            JsonObject value = column.apply(row);
            return value == null ? null : value.encode();
        });
    }

    public Tuple arguments() {
        return arguments;
    }

    private <C> C[] array(Function<T, @Nullable C> column, IntFunction<C[]> make) {
        return rows.stream().map(column).toArray(make);
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant at) {
        return at == null ? null : at.atOffset(ZoneOffset.UTC);
    }
}
