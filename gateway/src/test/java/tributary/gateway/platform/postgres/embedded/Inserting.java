package tributary.gateway.platform.postgres.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import tributary.gateway.platform.postgres.PostgresServer;

/** A process that starts a server and inserts rows until it is killed; prints each number after its commit. */
public final class Inserting {

    private Inserting() {}

    public static void main(String[] arguments) throws SQLException {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]));
        PostgresServer server = PostgresServer.of(postgres, 2);
        try (Connection connection = server.dataSource("test").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (n bigint primary key)");
            for (long n = 1; ; n++) {
                statement.execute("insert into kept values (" + n + ")");
                System.out.println(n);
            }
        }
    }
}
