package tributary.gateway.platform.postgres.embedded;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The system account the server runs under. PostgreSQL refuses to run as root, so root hands it to a system user, or to
 * a user namespace where root is nobody in particular.
 *
 * @param uid owner of the server's files
 * @param gid their group
 * @param drop what to put before a command so that it runs under the account; empty when nothing changes
 */
record Account(int uid, int gid, List<String> drop) {

    private static final List<String> SYSTEM_USERS = List.of("postgres", "nobody");
    private static final int ROOT = 0;

    Account {
        drop = List.copyOf(drop);
    }

    /**
     * The account for a server. An existing data directory decides by its owner; a new one belongs to us, and as root to
     * the first system user that can reach all these folders.
     */
    static Account of(Path data, Path... folders) {
        try {
            Path self = Path.of("/proc/self");
            int uid = owner(self, "unix:uid");
            int gid = owner(self, "unix:gid");
            if (uid != ROOT) {
                return new Account(uid, gid, List.of());
            }
            if (Files.exists(data)) {
                int of = owner(data, "unix:uid");
                return of == ROOT ? inNamespace() : as(of, owner(data, "unix:gid"));
            }
            return forRoot(List.of(folders));
        } catch (IOException e) {
            throw new UncheckedIOException("looking for the account to run PostgreSQL under", e);
        }
    }

    /**
     * The command under this account, in a session of its own so that Ctrl-C at the node's terminal does not reach it,
     * and stopped (SIGINT: fast) by the kernel when the thread that starts it ends, however the node dies.
     */
    List<String> leashed(List<String> command) {
        List<String> line = new ArrayList<>();
        if (installed("setsid")) {
            line.add("setsid");
        }
        line.addAll(drop);
        if (installed("setpriv")) {
            // After the change of account: a change of credentials would clear the signal.
            line.addAll(List.of("setpriv", "--pdeathsig", "INT"));
        }
        line.addAll(command);
        return line;
    }

    List<String> plain(List<String> command) {
        return Stream.concat(drop.stream(), command.stream()).toList();
    }

    /** Gives a file or folder to the account. */
    void own(Path path) throws IOException {
        if (!drop.isEmpty()) {
            Files.setAttribute(path, "unix:uid", uid);
            Files.setAttribute(path, "unix:gid", gid);
        }
    }

    private static Account forRoot(List<Path> folders) throws IOException {
        for (String name : SYSTEM_USERS) {
            Optional<Account> account = systemUser(name);
            if (account.isPresent() && account.get().reaches(folders)) {
                return account.get();
            }
        }
        return inNamespace();
    }

    private static Account as(int uid, int gid) {
        return new Account(
                uid,
                gid,
                List.of(
                        "setpriv",
                        "--reuid",
                        Integer.toString(uid),
                        "--regid",
                        Integer.toString(gid),
                        "--clear-groups"));
    }

    private static Account inNamespace() {
        Account account = new Account(ROOT, ROOT, List.of("unshare", "-U"));
        if (!installed("unshare") || !account.runs("true")) {
            throw new EmbeddedPostgres.StartException(
                    "PostgreSQL does not run as root, no system user can reach the data directory and user namespaces"
                            + " are not allowed; run the node as another user or move data-dir where user postgres or"
                            + " nobody can read it");
        }
        return account;
    }

    private static Optional<Account> systemUser(String name) throws IOException {
        try (Stream<String> users = Files.lines(Path.of("/etc/passwd"))) {
            return users.map(line -> line.split(":", -1))
                    .filter(user -> user.length > 3 && user[0].equals(name))
                    .findFirst()
                    .map(user -> as(Integer.parseInt(user[2]), Integer.parseInt(user[3])));
        }
    }

    private boolean reaches(List<Path> folders) {
        return installed("setpriv") && folders.stream().allMatch(folder -> runs("test", "-x", folder.toString()));
    }

    private boolean runs(String... command) {
        try {
            return new ProcessBuilder(plain(List.of(command)))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean installed(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
        return Stream.of(path.split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static int owner(Path path, String attribute) throws IOException {
        return (Integer) Files.getAttribute(path, attribute);
    }
}
