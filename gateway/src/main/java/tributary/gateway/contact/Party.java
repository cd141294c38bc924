package tributary.gateway.contact;

import java.util.UUID;
import tributary.conversation.PartyKey;

/**
 * One identity at one inbox, with the contact it belongs to.
 *
 * @param contactName as the contact record says, perhaps empty
 */
public record Party(UUID id, PartyKey key, UUID identityId, UUID contactId, String contactName) {}
