package tributary.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import tributary.config.text.Overrides;
import tributary.config.text.Placeholders;
import tributary.config.text.YamlTree;

/** Opens a configuration: one YAML file, overridden by the environment. Blocks on file reads; used at start only. */
public final class ConfigFile {
    private ConfigFile() {}

    /**
     * Opens the file. Values are not looked at until a record is read.
     *
     * @param environment usually {@link System#getenv()}
     * @throws ConfigException if the file cannot be read or is not YAML
     */
    public static Settings open(Path file, Map<String, String> environment) {
        try {
            return parse(Files.readString(file), file.toString(), environment);
        } catch (IOException e) {
            throw new ConfigException(file + ": expected a readable UTF-8 file, found "
                    + (Files.exists(file) ? "one that cannot be read" : "no such file"));
        }
    }

    /**
     * Opens a configuration given as text.
     *
     * @param file what messages call it
     * @throws ConfigException if it is not YAML
     */
    public static Settings parse(String yaml, String file, Map<String, String> environment) {
        YamlTree.Document document = YamlTree.read(yaml, file);
        if (!document.problems().isEmpty()) {
            throw new ConfigException(document.problems());
        }
        Source source = new Source(file, new Placeholders(environment));
        return new Section(source, "", document.root(), Overrides.of(environment));
    }

    /** Where the values of a configuration come from. */
    record Source(String file, Placeholders placeholders) {}
}
