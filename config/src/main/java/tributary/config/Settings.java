package tributary.config;

/** A part of the configuration: a subtree with its key path. */
public interface Settings {

    /** The key path, for messages: {@code inboxes.web}. Empty for the root. */
    String path();

    /**
     * Reads this subtree into a record. Keys are kebab-case of the component names; a missing key gives the record
     * null (or the primitive's zero), which its compact constructor turns into the default.
     *
     * @throws ConfigException naming every unknown or wrong key under this path
     */
    <T> T read(Class<T> type);
}
