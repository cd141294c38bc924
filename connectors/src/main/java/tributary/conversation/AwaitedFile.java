package tributary.conversation;

import java.util.UUID;

/**
 * A file of a message that the provider still has: the message is shown before its bytes are here.
 *
 * @param id the attachment's id, made from the message so that reading it again gives the same
 * @param name what to call it until its own name is known
 * @param type media type as far as it is known
 * @param source where the connector finds the bytes: a media id or an address
 */
public record AwaitedFile(UUID id, String name, String type, String source) {}
