package tributary.config;

/** A part of the configuration: a subtree with its key path. */
public interface Settings {

    /** The key path, for messages: {@code inboxes.web}. Empty for the root. */
    String path();

    /**
     * Reads this subtree into a record. Keys are kebab-case of the component names; a missing key gives the record
     * null (or the primitive's zero), which its compact constructor turns into the default. An
     * {@link IllegalArgumentException} of that constructor becomes a problem line; a message that begins with a key and a
     * colon ({@code address: expected an e-mail address, found nothing}) is reported at that key.
     *
     * <p>Components may be {@code String}, {@code boolean}, {@code int}, {@code long}, {@code double}, an enum,
     * {@link java.time.Duration}, {@link DataSize}, {@link Rate}, {@link Secret}, {@link java.net.URI},
     * {@link java.nio.file.Path}, {@link java.util.Locale}, {@link java.time.ZoneId}, any type with a public static
     * {@code parse(String)}, another record, {@code Settings} (kept for somebody else's strict read), {@code Optional}
     * or {@code List} of these, and {@code Map<String, String>}.
     *
     * @throws ConfigException naming every unknown or wrong key under this path
     */
    <T> T read(Class<T> type);

    /**
     * Like {@link #read}, but leaves keys alone that the record does not name: for what all entries of a list have in
     * common.
     *
     * @throws ConfigException naming every wrong key of the record
     */
    <T> T readPart(Class<T> type);

    /** This subtree without the keys that a record names: what remains for the strict {@link #read} of somebody else. */
    Settings without(Class<?> type);

    /**
     * A mistake that only the reader of this subtree can see.
     *
     * @param key the key in this subtree
     * @param problem what was expected and what was found
     */
    default ConfigException wrong(String key, String problem) {
        return new ConfigException(path() + "." + key + ": " + problem);
    }
}
