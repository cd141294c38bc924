package tributary.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;

/** Configurations for the tests of this module. */
final class Configuration {
    static final String FILE = "config/etc/tributary.yaml";

    private Configuration() {}

    static Settings yaml(String yaml) {
        return ConfigFile.parse(yaml, FILE, Map.of());
    }

    static Settings yaml(String yaml, Map<String, String> environment) {
        return ConfigFile.parse(yaml, FILE, environment);
    }

    /** The lines with which a strict read is refused. */
    static List<String> problems(Settings settings, Class<?> type) {
        return problems(() -> settings.read(type));
    }

    static List<String> problems(Runnable read) {
        return catchThrowableOfType(ConfigException.class, read::run).problems();
    }
}
