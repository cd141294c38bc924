import { createServer, request, type Server } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** One person's way to the network: a forward proxy that can be cut like a cable. */
export class Line {
  readonly proxy: { readonly server: string; readonly bypass: string };
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(server: Server) {
    this.#server = server;
    this.proxy = { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bypass: "<-loopback>" };
    server.on("connection", (socket) => this.#keep(socket));
  }

  static async open(): Promise<Line> {
    const server = createServer((asked, answer) => {
      const onward = request(asked.url ?? "", { method: asked.method, headers: asked.headers }, (response) => {
        answer.writeHead(response.statusCode ?? 502, response.rawHeaders);
        response.pipe(answer);
      });
      onward.on("error", () => answer.destroy());
      asked.pipe(onward);
    });
    server.on("connect", (asked, near: Socket, head) => {
      const [host = "", port = ""] = (asked.url ?? "").split(":");
      const far = connect(Number(port), host, () => {
        near.write("HTTP/1.1 200 Connected\r\n\r\n");
        far.write(head);
        far.pipe(near).pipe(far);
      });
      for (const [one, other] of [[near, far], [far, near]] as const) {
        one.on("error", () => other.destroy());
        one.on("close", () => other.destroy());
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Line(server);
  }

  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#isCut = false;
  }

  close(): void {
    this.cut();
    this.#server.close();
  }

  #keep(socket: Socket): void {
    if (this.#isCut) return void socket.destroy();
    this.#sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => this.#sockets.delete(socket));
  }
}
