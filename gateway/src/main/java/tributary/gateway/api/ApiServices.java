package tributary.gateway.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import tributary.connector.Connector;
import tributary.connector.Limits;
import tributary.gateway.api.resource.PictureRoutes;
import tributary.gateway.attachment.StoredAttachments;
import tributary.gateway.contact.ContactReads;
import tributary.gateway.identity.Identity;
import tributary.gateway.inbox.InboxCounters;
import tributary.gateway.inbox.InboxDirectory;
import tributary.gateway.inbox.suppression.SuppressionTable;
import tributary.gateway.journal.HoldingPen;
import tributary.gateway.ticket.TicketReads;
import tributary.gateway.ticket.Tickets;

/**
 * What the REST interface is made of.
 *
 * @param states the state of an inbox by name: {@code up}, {@code down} or {@code removed}
 * @param facts what an inbox's page shows besides its counters, by name
 * @param tests tries an inbox's credentials, by name
 * @param system how the node and its neighbours are: the answer of {@code getSystem}
 * @param originals what a customer sent, by the inbox's name and the raw payload
 */
public record ApiServices(
        Identity identity,
        Tickets tickets,
        TicketReads reads,
        ContactReads contacts,
        InboxDirectory directory,
        InboxCounters counters,
        Function<String, String> states,
        Function<String, Map<String, String>> facts,
        Function<String, Future<String>> tests,
        BiFunction<String, Buffer, Connector.Original> originals,
        HoldingPen pen,
        SuppressionTable suppressions,
        StoredAttachments attachments,
        PictureRoutes pictures,
        Limits limits,
        Supplier<Future<JsonObject>> system) {}
