package tributary.connector.email.automatic;

/** What a failed delivery means for the address. */
public enum BounceKind {
    /** The address does not work: do not write to it again. */
    HARD,
    /** It may work later. */
    SOFT,
    /** The mail was not wanted, or not like this: the address may well work. */
    POLICY
}
