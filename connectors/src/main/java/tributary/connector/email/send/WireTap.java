package tributary.connector.email.send;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Puts a {@link Wire} under Vert.x' mail client, which opens its sockets itself and offers no place to look on: it is
 * given a {@link Vertx} whose sockets report. The client is not changed, and only public interfaces are used.
 *
 * <p>Exceptions of a socket are kept from the client: each is followed by the closing of the socket, and on that the
 * client fails the command it waits for, while an exception makes it forget the command.
 */
final class WireTap {
    private WireTap() {}

    /** The same Vert.x, but for the sockets of its clients. */
    static Vertx over(Vertx vertx, Wire wire) {
        return proxy(Vertx.class, (proxy, method, arguments) -> {
            Object result = call(vertx, method, arguments);
            return result instanceof NetClient client ? over(client, wire) : result;
        });
    }

    private static NetClient over(NetClient client, Wire wire) {
        return proxy(
                NetClient.class,
                (proxy, method, arguments) -> method.getName().equals("connect")
                        ? ((Future<?>) call(client, method, arguments)).map(socket -> over((NetSocket) socket, wire))
                        : call(client, method, arguments));
    }

    private static NetSocket over(NetSocket socket, Wire wire) {
        if (!wire.opened(socket)) {
            socket.close();
        }
        socket.exceptionHandler(ignored -> {});
        return proxy(NetSocket.class, (proxy, method, arguments) -> {
            Object result = switch (method.getName()) {
                case "exceptionHandler" -> proxy;
                case "closeHandler" -> socket.closeHandler(closing(socket, wire, arguments[0]));
                case "write" -> write(socket, wire, method, arguments);
                default -> call(socket, method, arguments);
            };
            return result == socket ? proxy : result;
        });
    }

    private static Handler<Void> closing(NetSocket socket, Wire wire, Object handler) {
        return ignored -> {
            wire.closed(socket);
            @SuppressWarnings("unchecked")
            Handler<Void> client = (Handler<Void>) handler;
            client.handle(null);
        };
    }

    private static Object write(NetSocket socket, Wire wire, Method method, Object[] arguments) throws Throwable {
        if (arguments[0] instanceof String line && !wire.wrote(line)) {
            return Future.failedFuture("the connection was given up");
        }
        return call(socket, method, arguments);
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
