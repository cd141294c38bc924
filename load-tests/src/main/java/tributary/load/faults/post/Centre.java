package tributary.load.faults.post;

import io.vertx.core.Future;
import tributary.load.faults.check.Sent;
import tributary.load.faults.provider.MessageCentre;

/** Short messages by a message centre, to whichever node has bound. The protocol has no id for them (SMPP 3.4, 4.6.1). */
public final class Centre implements Post {

    private final MessageCentre centre;

    public Centre(MessageCentre centre) {
        this.centre = centre;
    }

    @Override
    public String inbox() {
        return "smpp";
    }

    @Override
    public String id(String sender, int number) {
        return "";
    }

    @Override
    public Future<Verdict> bring(int node, Sent message) {
        return centre.deliver(Post.phone(message.sender()), message.text()).map(Verdict::centre);
    }
}
