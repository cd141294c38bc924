package tributary.gateway.platform.smtp;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/** Tells that the peer sends nothing more, though it may still read; Vert.x knows whole connections only. */
final class HalfClosed extends ChannelInboundHandlerAdapter {

    private final Runnable ended;

    HalfClosed(Runnable ended) {
        this.ended = ended;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            ended.run();
        } else {
            super.userEventTriggered(ctx, event);
        }
    }
}
