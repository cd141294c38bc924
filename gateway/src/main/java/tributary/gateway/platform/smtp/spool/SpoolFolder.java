package tributary.gateway.platform.smtp.spool;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileSystem;
import java.nio.file.Path;

/** The folder of the mails that are too large for memory. It belongs to one node; all in it is gone after a stop. */
public final class SpoolFolder {

    private static final String ENDING = ".mail";

    private final Vertx vertx;
    private final Path folder;

    public SpoolFolder(Vertx vertx, Path folder) {
        this.vertx = vertx;
        this.folder = folder.toAbsolutePath();
    }

    /** Makes the folder, and deletes what a crash left in it: nobody was told yes for any of it. */
    public Future<Void> prepare() {
        FileSystem files = vertx.fileSystem();
        return files.mkdirs(folder.toString(), "rwx------")
                .compose(made -> files.readDir(folder.toString(), ".*\\" + ENDING))
                .compose(left -> Future.join(left.stream().map(files::delete).toList()))
                .mapEmpty();
    }

    /** @param id names the file, if one is needed */
    public Spool open(String id) {
        return new Spool(vertx, folder.resolve(id + ENDING));
    }
}
