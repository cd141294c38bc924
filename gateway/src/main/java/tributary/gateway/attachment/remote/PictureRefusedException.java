package tributary.gateway.attachment.remote;

/** A picture cannot be had from where it is. The message names neither the address nor what is behind it. */
public final class PictureRefusedException extends RuntimeException {
    PictureRefusedException(String why) {
        super(why, null, false, false);
    }
}
