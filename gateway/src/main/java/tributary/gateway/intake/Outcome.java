package tributary.gateway.intake;

import java.util.List;
import tributary.gateway.journal.PendingEntry;
import tributary.gateway.ticket.TicketBatch;

/**
 * What became of a lane's turn.
 *
 * @param busy somebody else has the lane
 * @param entries how many entries were applied
 * @param more whether some were left that can be applied now, or perhaps can
 * @param waiting entries that cannot be applied before others were asked about their authors
 */
record Outcome(boolean busy, int entries, boolean more, List<PendingEntry> waiting, List<TicketBatch> batches) {
    static final Outcome BUSY = new Outcome(true, 0, false, List.of(), List.of());
    static final Outcome NOTHING = new Outcome(false, 0, false, List.of(), List.of());

    Outcome leaving(List<PendingEntry> taken, List<PendingEntry> pending, int limit) {
        boolean more = taken.size() < pending.size() || pending.size() == limit;
        return new Outcome(
                busy,
                entries,
                more,
                pending.stream().filter(PendingEntry::waits).toList(),
                batches);
    }
}
