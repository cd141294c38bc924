package tributary.gateway.api.resource;

import tributary.gateway.api.call.Calls;

/** Something the REST interface offers. */
public interface Resource {

    /** Mounts its operations. */
    void mount(Calls calls);
}
