import type { Socket } from "./connection";
import { SUB_PROTOCOL } from "./protocol";

/** A browser WebSocket as the connection wants it. */
export function dial(url: string): Socket {
  const ws = new WebSocket(url, SUB_PROTOCOL);
  const socket: Socket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    send: (text) => ws.send(text),
    close: (code) => ws.close(code),
  };
  ws.onopen = () => socket.onopen?.();
  ws.onmessage = (event) => socket.onmessage?.(event);
  ws.onclose = (event) => socket.onclose?.(event);
  return socket;
}
