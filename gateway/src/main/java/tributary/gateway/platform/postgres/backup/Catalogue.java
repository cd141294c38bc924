package tributary.gateway.platform.postgres.backup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postgresql.core.Utils;

/** What the connected database's own catalogue says about the tables of the current schema. Blocks. */
final class Catalogue {

    private static final String COLUMNS = """
            select c.relname, a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
              and not c.relispartition and c.relname <> 'flyway_schema_history'
              and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
            order by c.relname, a.attnum""";

    private static final String REFERENCES = """
            select a.relname, b.relname from pg_constraint f
            join pg_class a on a.oid = f.conrelid join pg_class b on b.oid = f.confrelid
            where f.contype = 'f' and a.oid <> b.oid and a.relnamespace = current_schema()::regnamespace
            order by 1, 2""";

    private static final String SEQUENCES = """
            select c.relname, a.attname, pg_get_serial_sequence(quote_ident(c.relname), a.attname)
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
              and not c.relispartition and a.attnum > 0 and not a.attisdropped
              and pg_get_serial_sequence(quote_ident(c.relname), a.attname) is not null
            order by 1, 2""";

    private static final String PARTITIONS = """
            select p.relname, c.relname, pg_get_expr(c.relpartbound, c.oid) from pg_inherits i
            join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
            where p.relnamespace = current_schema()::regnamespace and c.relispartition
              and pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT'
            order by 1, 2""";

    private final Connection connection;

    Catalogue(Connection connection) {
        this.connection = connection;
    }

    /** Tables with their columns; a table comes after all those it refers to. */
    Map<String, List<String>> tables() throws SQLException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        for (List<String> row : rows(COLUMNS)) {
            columns.computeIfAbsent(row.get(0), table -> new ArrayList<>()).add(row.get(1));
        }
        Map<String, Set<String>> references = new LinkedHashMap<>();
        columns.keySet().forEach(table -> references.put(table, new LinkedHashSet<>()));
        for (List<String> row : rows(REFERENCES)) {
            if (references.containsKey(row.get(0))) {
                references.get(row.get(0)).add(row.get(1));
            }
        }
        Map<String, List<String>> ordered = new LinkedHashMap<>();
        while (ordered.size() < columns.size()) {
            String next = references.keySet().stream()
                    .filter(table -> !ordered.containsKey(table))
                    .filter(table -> ordered.keySet().containsAll(references.get(table)))
                    .findFirst()
                    .orElseThrow(() -> new BackupException("tables that refer to each other cannot be loaded: "
                            + references.keySet().stream()
                                    .filter(table -> !ordered.containsKey(table))
                                    .toList()));
            ordered.put(next, columns.get(next));
        }
        return ordered;
    }

    List<Manifest.Sequence> sequences() throws SQLException {
        List<Manifest.Sequence> sequences = new ArrayList<>();
        for (List<String> row : rows(SEQUENCES)) {
            List<String> position = rows("select last_value::text, is_called::text from " + row.get(2))
                    .get(0);
            sequences.add(new Manifest.Sequence(
                    row.get(0), row.get(1), Long.parseLong(position.get(0)), Boolean.parseBoolean(position.get(1))));
        }
        return sequences;
    }

    List<Manifest.Partition> partitions() throws SQLException {
        List<Manifest.Partition> partitions = new ArrayList<>();
        for (List<String> row : rows(PARTITIONS)) {
            partitions.add(new Manifest.Partition(row.get(0), row.get(1), row.get(2)));
        }
        return partitions;
    }

    /** The newest applied migration; empty when there is none. */
    String schema() throws SQLException {
        if (rows("select to_regclass('flyway_schema_history')::text").get(0).get(0) == null) {
            return "";
        }
        List<List<String>> rows = rows("select version from flyway_schema_history where success and version is not null"
                + " order by installed_rank desc limit 1");
        return rows.isEmpty() ? "" : rows.get(0).get(0);
    }

    /** Whether a table exists and has a row. */
    boolean holdsRows(String table) throws SQLException {
        return rows("select to_regclass('" + table + "')::text").get(0).get(0) != null
                && !rows("select 1 from " + quoted(table) + " limit 1").isEmpty();
    }

    List<List<String>> rows(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            List<List<String>> rows = new ArrayList<>();
            int width = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= width; column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    static String quoted(String name) throws SQLException {
        return Utils.escapeIdentifier(null, name).toString();
    }

    static String quoted(List<String> names) throws SQLException {
        List<String> quoted = new ArrayList<>();
        for (String name : names) {
            quoted.add(quoted(name));
        }
        return String.join(", ", quoted);
    }
}
