package tributary.load.faults.town;

/**
 * Where clients reach a node.
 *
 * @param host of {@code http}
 * @param http visitors, agents, REST and webhooks, behind a proxy of ours
 * @param mailHost of {@code smtp}
 * @param smtp mail
 */
public record Place(String host, int http, String mailHost, int smtp) {}
