/** REST over fetch. Every failure leaves here as a `Problem` with a stable code (RFC 9457), never as a bare exception. */

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly code: string;
  /** `0` when no answer came at all. */
  readonly status: number;
  /** Members of the problem document beyond the standard ones, such as `seq` or `current`. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: string, status: number, members: Readonly<Record<string, unknown>> = {}, retryAfterSeconds?: number) {
    super(`${status} ${code}`);
    this.code = code;
    this.status = status;
    this.members = members;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The line or the server failed, and not the request: the same request may succeed later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 429 || this.status >= 500;
  }
}

export interface RequestOptions {
  readonly body?: unknown;
  readonly ifMatch?: number;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** A 401 here is an answer, not the end of the session. */
  readonly anonymous?: boolean;
}

export interface Http {
  request<T>(method: string, path: string, options?: RequestOptions): Promise<T>;
}

export interface HttpOptions {
  readonly fetch: typeof globalThis.fetch;
  readonly loggedOut: () => void;
  readonly timeoutMs?: number;
}

const BASE = '/api/v1';
const TIMEOUT_MS = 20_000;
const UPLOAD_TIMEOUT_MS = 180_000;

export function createHttp(options: HttpOptions): Http {
  return {
    request: async <T>(method: string, path: string, request: RequestOptions = {}): Promise<T> => {
      const response = await send(options, method, path, request);
      if (response.ok) return (response.status === 204 ? undefined : await bodyOf(response)) as T;
      const problem = await problemOf(response);
      if (response.status === 401 && request.anonymous !== true) options.loggedOut();
      throw problem;
    },
  };
}

async function send(options: HttpOptions, method: string, path: string, request: RequestOptions): Promise<Response> {
  const isForm = request.body instanceof FormData;
  const limit = options.timeoutMs ?? (isForm ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS);
  const signals = [AbortSignal.timeout(limit), ...(request.signal === undefined ? [] : [request.signal])];
  try {
    return await options.fetch(BASE + path, {
      method,
      credentials: 'same-origin',
      redirect: 'error',
      headers: headersOf(method, request, isForm),
      signal: AbortSignal.any(signals),
      ...(request.body === undefined ? {} : { body: isForm ? (request.body as FormData) : JSON.stringify(request.body) }),
    });
  } catch {
    throw new Problem(request.signal?.aborted === true ? 'aborted' : 'network', 0);
  }
}

function headersOf(method: string, request: RequestOptions, isForm: boolean): Record<string, string> {
  return {
    accept: 'application/json',
    // A header that no other site can send without CORS: the server's defence against forged requests.
    ...(method === 'GET' ? {} : { 'x-tributary-csrf': '1' }),
    ...(request.body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    ...(request.ifMatch === undefined ? {} : { 'if-match': `"${request.ifMatch}"` }),
    ...(request.idempotencyKey === undefined ? {} : { 'idempotency-key': request.idempotencyKey }),
  };
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    // The line broke in the middle of the answer: the effect may stand, the answer is lost.
    throw new Problem('network', 0);
  }
}

async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  const seconds = Number.isFinite(retryAfter) ? retryAfter : undefined;
  let members: Record<string, unknown> = {};
  try {
    members = (await response.json()) as Record<string, unknown>;
  } catch {
    // A proxy's error page: the status has to do.
  }
  const code = typeof members['code'] === 'string' ? members['code'] : codeOfStatus(response.status);
  return new Problem(code, response.status, members, seconds);
}

function codeOfStatus(status: number): string {
  const known: Readonly<Record<number, string>> = {
    400: 'bad-request', 401: 'unauthorized', 403: 'forbidden', 404: 'not-found', 409: 'conflict',
    412: 'precondition-failed', 413: 'too-large', 429: 'rate-limited', 503: 'unavailable',
  };
  return known[status] ?? (status >= 500 ? 'unavailable' : 'bad-request');
}
