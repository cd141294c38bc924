import { connect, createServer, type Server, type Socket } from "node:net";

/** In front of the nodes, as an operator puts it: each connection goes to the first node that accepts it. */
export class Balancer {
  readonly #server: Server;
  /** By the connection of the caller: the node's port. */
  readonly #carried = new Map<Socket, number>();

  private constructor(server: Server) {
    this.#server = server;
  }

  /** @param ports of the nodes, the one that is asked first in front */
  static async open(host: string, port: number, ports: readonly number[]): Promise<Balancer> {
    const server = createServer({ pauseOnConnect: true });
    const balancer = new Balancer(server);
    server.on("connection", (near) => {
      near.on("error", () => undefined);
      balancer.#pass(near, ports);
    });
    await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, host, resolve));
    return balancer;
  }

  /** How many connections lead to a node. */
  leadingTo(port: number): number {
    return [...this.#carried.values()].filter((each) => each === port).length;
  }

  /** Ends all connections: who comes back is led anew. */
  hangUp(): void {
    for (const near of this.#carried.keys()) near.destroy();
  }

  async end(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.hangUp();
    await closed;
  }

  #pass(near: Socket, [port, ...others]: readonly number[]): void {
    if (port === undefined) return void near.destroy();
    const far = connect(port, "127.0.0.1");
    const next = (): void => this.#pass(near, others);
    far.once("error", next);
    far.once("connect", () => {
      far.off("error", next).on("error", () => undefined);
      if (near.destroyed) return void far.destroy();
      this.#carried.set(near, port);
      near.once("close", () => {
        this.#carried.delete(near);
        far.destroy();
      });
      far.once("close", () => near.destroySoon());
      near.pipe(far).pipe(near);
    });
  }
}
