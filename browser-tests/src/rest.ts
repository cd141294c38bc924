export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly title?: string;
  readonly detail?: string;
}

export interface Ticket {
  readonly id: string;
  readonly number: number;
  readonly inbox: string;
  readonly subject: string;
  readonly status: string;
  readonly priority: string;
  readonly assignee: string | null;
  readonly contact: { readonly id: string; readonly name: string | null };
  readonly tags: readonly string[];
  readonly seq: number;
  readonly rev: number;
  readonly messageCount: number;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly lastMessage: { readonly id: string; readonly text: string } | null;
  readonly heads?: Readonly<Record<string, number>>;
}

export interface Contact {
  readonly id: string;
  readonly name: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface Message {
  readonly id: string;
  readonly ticket: number;
  readonly seq: number;
  readonly direction: "inbound" | "outbound" | "note";
  readonly author: { readonly kind: string; readonly name: string | null };
  readonly text: string;
  readonly attachments: readonly { readonly id: string; readonly name: string; readonly type: string; readonly bytes: number; readonly url: string }[];
  readonly externalId: string | null;
  readonly delivery: { readonly state: string; readonly reason: string | null } | null;
}

export interface List<T> {
  readonly data: readonly T[];
  readonly page: { readonly next?: string | null };
  readonly heads: Readonly<Record<string, number>>;
}

type Headings = Readonly<Record<string, string>>;

/** REST as a program uses it: a bearer token, or the cookie of a log-in. */
export class Api {
  readonly url: string;
  readonly #headers: Headings;

  constructor(url: string, token: string | undefined, headers: Headings = {}) {
    this.url = url;
    this.#headers = token === undefined ? headers : { authorization: `Bearer ${token}`, ...headers };
  }

  /** Logs in and acts by the cookie. */
  async asAgent(email: string, password: string): Promise<Api> {
    const { status, headers } = await new Api(this.url, undefined).call("POST", "/session", { email, password });
    const cookie = headers.getSetCookie()[0]?.split(";")[0];
    if (status !== 201 || cookie === undefined) throw new Error(`POST /session: expected 201 and a cookie, found ${status} ${cookie ?? "no cookie"}`);
    return new Api(this.url, undefined, { cookie, "x-tributary-csrf": "1" });
  }

  /** Whatever the answer is. */
  async call<T = Problem>(method: string, path: string, body?: unknown, headers: Headings = {}): Promise<Answer<T>> {
    const raw = typeof body === "string" || body instanceof FormData;
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(20_000),
      headers: { ...this.#headers, ...(body === undefined || body instanceof FormData ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
  }

  /** The body of a 2xx answer; anything else is a failure. */
  async get<T>(path: string): Promise<T> {
    return this.#expect<T>("GET", path);
  }

  async post<T>(path: string, body?: unknown): Promise<T> {
    return this.#expect<T>("POST", path, body);
  }

  async patch<T>(path: string, body: unknown): Promise<T> {
    return this.#expect<T>("PATCH", path, body);
  }

  async tickets(query = ""): Promise<readonly Ticket[]> {
    return this.#all<Ticket>(`/tickets${query}`);
  }

  async messages(ticket: number): Promise<readonly Message[]> {
    return this.#all<Message>(`/tickets/${ticket}/messages`);
  }

  async wsTicket(): Promise<string> {
    return (await this.post<{ ticket: string }>("/ws-ticket")).ticket;
  }

  /** Follows the cursor to the end. */
  async #all<T>(path: string): Promise<readonly T[]> {
    const found: T[] = [];
    let cursor: string | null | undefined;
    do {
      const mark = path.includes("?") ? "&" : "?";
      const page: List<T> = await this.get(`${path}${mark}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`);
      found.push(...page.data);
      cursor = page.page.next;
    } while (cursor);
    return found;
  }

  async #expect<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call<T>(method, path, body);
    if (answer.status < 200 || answer.status > 299) throw new Error(`${method} ${path}: expected 2xx, found ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}
