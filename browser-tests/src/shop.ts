import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A shop's site on an origin of its own, with a strict policy, that embeds the widget by one line. */
export class Shop {
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  /** @param gateway where the widget comes from; asked at each request, because the gateway may start after the shop */
  static async open(gateway: () => string): Promise<Shop> {
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://shop");
      if (pathname !== "/") return void response.writeHead(404).end();
      const inbox = searchParams.get("inbox") ?? "web";
      const language = searchParams.get("lang") ?? "zh-CN";
      response.writeHead(200, {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": `default-src 'none'; img-src data:; script-src ${gateway()}; frame-src ${gateway()}`,
      });
      response.end(`<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Shop</title><link rel="icon" href="data:,"><script async src="${gateway()}/w/${inbox}.js"></script></head><body><h1>Shop</h1></body></html>`);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Shop(server);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
