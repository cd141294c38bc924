package tributary.gateway.api;

import java.net.URI;
import java.util.List;
import tributary.gateway.api.call.Calls;
import tributary.gateway.api.call.Gate;
import tributary.gateway.api.call.SessionCookie;
import tributary.gateway.api.once.Idempotency;
import tributary.gateway.api.resource.AgentRoutes;
import tributary.gateway.api.resource.AttachmentRoutes;
import tributary.gateway.api.resource.ContactRoutes;
import tributary.gateway.api.resource.FileRoutes;
import tributary.gateway.api.resource.InboxRoutes;
import tributary.gateway.api.resource.MessageRoutes;
import tributary.gateway.api.resource.OriginalRoutes;
import tributary.gateway.api.resource.PictureRoutes;
import tributary.gateway.api.resource.QuarantineRoutes;
import tributary.gateway.api.resource.Resource;
import tributary.gateway.api.resource.SessionRoutes;
import tributary.gateway.api.resource.SuppressionRoutes;
import tributary.gateway.api.resource.SystemRoutes;
import tributary.gateway.api.resource.TicketRoutes;
import tributary.gateway.api.resource.TokenRoutes;
import tributary.gateway.identity.session.Sessions;
import tributary.gateway.platform.http.HttpRoutes;
import tributary.gateway.platform.http.Origins;
import tributary.gateway.ticket.TicketJson;

/** The REST interface and the files, put together. */
public final class Api {

    private final URI publicUrl;
    private final ApiServices services;
    private final TicketJson json;
    private final Idempotency idempotency;

    public Api(URI publicUrl, ApiServices services, TicketJson json, Idempotency idempotency) {
        this.publicUrl = publicUrl;
        this.services = services;
        this.json = json;
        this.idempotency = idempotency;
    }

    /** Adds all routes; call it once, before the server listens. */
    public void mount(HttpRoutes web) {
        SessionCookie cookie = new SessionCookie(publicUrl, Sessions.LONGEST);
        Gate gate = new Gate(
                services.identity().sessions(), services.identity().apiTokens(), cookie, new Origins(publicUrl));
        Calls calls = new Calls(web.router(), gate);
        PictureRoutes pictures = services.pictures();
        pictures.mount(web.router());
        resources(web, cookie, pictures).forEach(resource -> resource.mount(calls));
        new FileRoutes(services.attachments()).mount(web.router());
    }

    private List<Resource> resources(HttpRoutes web, SessionCookie cookie, PictureRoutes pictures) {
        return List.of(
                new SessionRoutes(services.identity(), cookie, web, services.limits()),
                new TicketRoutes(services.tickets(), services.reads(), json, idempotency),
                new MessageRoutes(services.tickets(), services.reads(), json, idempotency),
                new OriginalRoutes(services.reads(), services.originals(), services.attachments()),
                pictures,
                new AttachmentRoutes(services.attachments(), json, idempotency),
                new AgentRoutes(services.identity().agents(), idempotency),
                new TokenRoutes(services.identity().apiTokens()),
                new ContactRoutes(services.contacts(), services.reads(), json),
                new InboxRoutes(
                        services.directory(),
                        services.counters(),
                        services.states(),
                        services.facts(),
                        services.tests()),
                new SuppressionRoutes(services.suppressions(), idempotency),
                new QuarantineRoutes(services.pen(), services.directory(), idempotency),
                new SystemRoutes(services.system()));
    }
}
