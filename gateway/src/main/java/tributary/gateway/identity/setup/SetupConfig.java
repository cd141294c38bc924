package tributary.gateway.identity.setup;

import java.util.Optional;
import tributary.config.Secret;
import tributary.gateway.identity.agent.AgentRule;

/**
 * The {@code setup} part of the configuration.
 *
 * @param adminEmail of the first administrator; {@code admin@example.com} if missing or empty
 * @param adminPassword of the first administrator, read while nobody can log in; if missing or empty a link is made instead
 * @param apiToken acts as the first administrator; if missing or empty there is no such token
 */
public record SetupConfig(Optional<String> adminEmail, Optional<Secret> adminPassword, Optional<Secret> apiToken) {

    private static final String DEFAULT_EMAIL = "admin@example.com";

    public SetupConfig {
        adminEmail = adminEmail.map(String::strip).filter(email -> !email.isEmpty());
        adminPassword = adminPassword.filter(secret -> !secret.reveal().isBlank());
        apiToken = apiToken.filter(secret -> !secret.reveal().isBlank());
        adminEmail.flatMap(AgentRule::email).ifPresent(problem -> {
            throw new IllegalArgumentException("admin-email: " + problem);
        });
    }

    String emailOrDefault() {
        return adminEmail.orElse(DEFAULT_EMAIL);
    }

    Optional<String> password() {
        return adminPassword.map(Secret::reveal);
    }

    Optional<String> token() {
        return apiToken.map(Secret::reveal);
    }
}
