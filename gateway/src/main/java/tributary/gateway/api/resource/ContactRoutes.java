package tributary.gateway.api.resource;

import io.vertx.core.Future;
import tributary.gateway.api.call.Call;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Operation;
import tributary.gateway.api.call.Reply;
import tributary.gateway.contact.Contact;
import tributary.gateway.contact.ContactReads;
import tributary.gateway.platform.http.Problem;
import tributary.gateway.ticket.TicketJson;
import tributary.gateway.ticket.TicketReads;

/** Contacts with their identities and those of their tickets that the caller may see. */
public final class ContactRoutes implements Resource {

    private static final int MOST_NAME = 200;

    private final ContactReads contacts;
    private final TicketReads tickets;
    private final TicketJson json;

    public ContactRoutes(ContactReads contacts, TicketReads tickets, TicketJson json) {
        this.contacts = contacts;
        this.tickets = tickets;
        this.json = json;
    }

    @Override
    public void mount(Calls calls) {
        calls.on(
                Operation.GET_CONTACT,
                call -> contacts.contact(call.caller().visible(), call.id())
                        .map(found -> found.orElseThrow(Problem::notFound))
                        .compose(contact -> shown(call, contact)));
        calls.on(Operation.PATCH_CONTACT, this::rename);
    }

    private Future<Reply> rename(Call call) {
        String name = call.body("name").words("name", MOST_NAME).strip();
        return contacts.rename(call.caller().visible(), call.id(), name)
                .map(found -> found.orElseThrow(Problem::notFound))
                .compose(contact -> shown(call, contact));
    }

    private Future<Reply> shown(Call call, Contact contact) {
        return tickets.ofContact(call.caller().visible(), contact.id())
                .map(found -> Reply.ok(Shapes.contact(contact, Shapes.array(found, json::ticket))));
    }
}
