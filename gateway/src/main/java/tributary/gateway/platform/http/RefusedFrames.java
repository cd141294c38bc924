package tributary.gateway.platform.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Says why before it hangs up: a frame that breaks RFC 6455, or is too large, is answered by a close frame (1002, 1007,
 * 1009). Vert.x alone cuts the connection, and the peer would take that for a bad line and send the same frame again. What
 * still comes in is thrown away for a moment, because closing with unread bytes resets the connection and loses the frame.
 */
final class RefusedFrames extends ChannelInboundHandlerAdapter {

    private static final int LINGER_SECONDS = 3;

    private boolean refused;

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (find(cause) instanceof CorruptedWebSocketFrameException broken) {
            refuse(ctx, broken);
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        if (refused) {
            ReferenceCountUtil.release(message);
        } else {
            super.channelRead(ctx, message);
        }
    }

    private void refuse(ChannelHandlerContext ctx, CorruptedWebSocketFrameException broken) {
        if (refused) {
            return;
        }
        refused = true;
        ctx.channel().config().setAutoRead(true);
        ctx.writeAndFlush(new CloseWebSocketFrame(broken.closeStatus(), ""));
        ctx.executor().schedule(() -> ctx.close(), LINGER_SECONDS, TimeUnit.SECONDS);
    }

    private static Throwable find(Throwable failure) {
        return failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
