package tributary.conversation;

/**
 * What a machine of ours may say to a letter, if the gateway finds that nothing speaks against it.
 *
 * @param to the only address it may go to: where failures of the letter were to be reported (RFC 3834, section 4)
 * @param text as the operator wrote it
 */
public record AutomaticAnswer(String to, String text) {}
