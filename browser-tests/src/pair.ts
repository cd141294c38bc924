import { Balancer } from "./balancer.ts";
import { WEB } from "./inboxes.ts";
import { freePort, TributaryNode } from "./node.ts";
import { Store } from "./stores.ts";

const SECRET = "the secret of these two nodes";
const HERE = "127.0.0.1";
/** To a node all addresses of its machine are one origin: agents come in by another door. */
const ALSO_HERE = "127.0.0.2";

/** Two nodes on one PostgreSQL and one Redis. Customers are led to `a`, agents to `b`; if it is dead, to the other one. */
export interface Pair {
  readonly a: TributaryNode;
  readonly b: TributaryNode;
  readonly redis: Store;
  /** What customers open, and what leads them. */
  readonly url: string;
  readonly customers: Balancer;
  /** What agents open, and what leads them. */
  readonly desk: string;
  readonly agents: Balancer;
  /** Leaves nothing behind but the logs. */
  end(): Promise<void>;
}

interface Ending {
  end(): Promise<void>;
}

/** Both nodes serve. What a failed start had begun is ended. */
export async function startPair(name: string): Promise<Pair> {
  const begun: Promise<Ending>[] = [];
  const keep = <T extends Ending>(beginning: Promise<T>): Promise<T> => {
    begun.push(beginning);
    return beginning;
  };
  const end = async (): Promise<void> => {
    const all = await Promise.allSettled(begun);
    await Promise.all(all.map((each) => (each.status === "fulfilled" ? each.value.end() : undefined)));
  };
  try {
    const [postgres, redis, port, ...ports] = await Promise.all([keep(Store.postgres()), keep(Store.redis()), freePort(), freePort(), freePort()]);
    const url = `http://${HERE}:${port}`;
    const config = { "public-url": url, store: { postgres: postgres.uri, redis: redis.uri } };
    const members = ports.map((each) => `${HERE}:${each}`);
    const [a, b] = await Promise.all((["a", "b"] as const).map(async (node, i) => {
      const cluster = { enabled: true, node, host: HERE, port: ports[i], "bus-port": await freePort(), members, secret: SECRET };
      return keep(TributaryNode.prepare({ name: `${name}-${node}`, inboxes: [WEB], config: { ...config, cluster } }));
    })) as [TributaryNode, TributaryNode];
    await Promise.all([a.run(), b.run()]);
    const customers = await keep(Balancer.open(HERE, port, [a.port, b.port]));
    const agents = await keep(Balancer.open(ALSO_HERE, port, [b.port, a.port]));
    return { a, b, redis, url, customers, desk: `http://${ALSO_HERE}:${port}`, agents, end };
  } catch (failure) {
    await end();
    throw failure;
  }
}
