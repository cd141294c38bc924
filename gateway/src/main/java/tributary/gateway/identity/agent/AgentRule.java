package tributary.gateway.identity.agent;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What may be written into an agent's record. Problems say what was expected and what was found; never a password. */
public final class AgentRule {

    private static final int LONGEST_EMAIL = 254;
    private static final int LONGEST_NAME = 100;

    /** Enough to catch a slip; whether the mailbox exists is not knowable here. */
    private static final Pattern EMAIL = Pattern.compile("[^\\s@\\p{Cntrl}]{1,64}@[^\\s@\\p{Cntrl}]+");

    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]+");

    private AgentRule() {}

    /** The form in which addresses are compared: without surrounding blanks, in lower case. */
    public static String comparable(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    /** What is wrong with a new agent, by field; empty if nothing. */
    public static Map<String, String> problems(String email, String name, String password) {
        Map<String, String> problems = new LinkedHashMap<>();
        email(email).ifPresent(problem -> problems.put("email", problem));
        name(name).ifPresent(problem -> problems.put("name", problem));
        Passwords.problem(password).ifPresent(problem -> problems.put("password", problem));
        return problems;
    }

    public static Optional<String> email(String email) {
        String found = email.strip();
        return found.length() <= LONGEST_EMAIL && EMAIL.matcher(found).matches()
                ? Optional.empty()
                : Optional.of("expected an e-mail address such as \"mei@example.com\", found \"" + shown(found) + '"');
    }

    public static Optional<String> name(String name) {
        return name.length() <= LONGEST_NAME
                        && !name.isBlank()
                        && NAME.matcher(name).matches()
                ? Optional.empty()
                : Optional.of(
                        "expected 1 to " + LONGEST_NAME + " characters on one line, found \"" + shown(name) + '"');
    }

    private static String shown(String found) {
        String printable = found.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= LONGEST_NAME ? printable : printable.substring(0, LONGEST_NAME) + "…";
    }
}
