package tributary.load.faults.plant;

import java.io.IOException;

/**
 * A change of one place of a source file.
 *
 * @param file from the repository's root
 * @param find what stands there
 * @param replace what is to stand there
 */
record Edit(String file, String find, String replace) {

    private static final String GATEWAY = "gateway/src/main/java/tributary/gateway/";
    private static final String CONNECTORS = "connectors/src/main/java/tributary/connector/";

    /** @param file in the gateway's root package or below */
    static Edit gateway(String file, String find, String replace) {
        return new Edit(GATEWAY + file, find, replace);
    }

    /** @param file in the connectors' root package or below */
    static Edit connector(String file, String find, String replace) {
        return new Edit(CONNECTORS + file, find, replace);
    }

    /** @throws IOException if the place is gone */
    String applied(String source) throws IOException {
        int at = source.indexOf(find);
        if (at < 0) {
            throw new IOException("expected in " + file + ": " + find + ", found nothing like it");
        }
        return source.substring(0, at) + replace + source.substring(at + find.length());
    }
}
