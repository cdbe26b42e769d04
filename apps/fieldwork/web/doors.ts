/** The municipality's doors for telephones, as docs/fieldwork-protocol.md describes them. */
import { type Bytes, toBase64 } from "./bytes";
import type { ServerKey } from "./seal";

/** Who this telephone is; the token is made here and told to nobody else. */
export interface Identity {
  readonly id: string;
  readonly token: string;
}

/** A door answered, and said no. */
export class Refused extends Error {
  readonly status: number;
  readonly type: string;
  /** Whether what can be read here must be deleted. */
  readonly wipe: boolean;

  constructor(status: number, problem: { type?: string; detail?: string; wipe?: boolean }) {
    super(problem.detail ?? "");
    this.status = status;
    this.type = problem.type ?? "about:blank";
    this.wipe = problem.wipe ?? false;
  }
}

/** Nobody answered: no network, or a server that is busy or away. */
export class Unreached extends Error {}

export interface Holder {
  readonly name: string;
  readonly full_name: string;
}
export interface State {
  readonly holder: Holder;
  readonly key: ServerKey;
  /** What this telephone signs with as far as the office knows. */
  readonly signing_key: string | null;
  readonly events: { readonly missing: readonly number[] };
  readonly duty: {
    readonly on: boolean;
    readonly consent: { readonly version: string } | null;
    readonly consent_version: string;
    readonly consent_text: string;
  };
  readonly open: number;
}

/** Seconds until a silent connection is given up: the next try is cheaper than waiting. */
const PATIENCE_MS = 25_000;
/** And for each kilobyte that is sent or expected: 4 kB in a second is a very bad network. */
const MS_PER_KB = 250;

export interface Asked {
  readonly method?: "POST" | "PUT";
  readonly body?: Bytes | object;
  readonly kilobytes?: number;
  readonly headers?: Record<string, string>;
}

function contentOf(body: Asked["body"]): [BodyInit | null, Record<string, string>] {
  if (body === undefined) return [null, {}];
  if (body instanceof Uint8Array) return [body, { "content-type": "application/octet-stream" }];
  return [JSON.stringify(body), { "content-type": "application/json" }];
}

/** This telephone's time with its offset, as ISO 8601 has it. */
export function localTime(at: Date): string {
  const ahead = -at.getTimezoneOffset();
  const two = (value: number): string => String(Math.trunc(Math.abs(value))).padStart(2, "0");
  const local = new Date(at.getTime() + ahead * 60_000).toISOString().slice(0, -1);
  return `${local}${ahead < 0 ? "-" : "+"}${two(ahead / 60)}:${two(ahead % 60)}`;
}

/** Ask one door. Throws `Refused` or `Unreached`. */
export async function ask(
  door: string,
  me: Identity | undefined,
  asked: Asked = {},
): Promise<Response> {
  const [body, kind] = contentOf(asked.body);
  const sent = asked.body instanceof Uint8Array ? asked.body.length / 1000 : 0;
  const patience = Math.ceil(PATIENCE_MS + MS_PER_KB * (sent + (asked.kilobytes ?? 0)));
  const signed = me ? { authorization: `Bearer ${me.id}.${me.token}` } : {};
  let answer: Response;
  try {
    answer = await fetch(`/api/campo/${door}`, {
      method: asked.method ?? "GET",
      headers: { ...kind, ...signed, "campo-clock": localTime(new Date()), ...asked.headers },
      body,
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(patience),
    });
  } catch {
    throw new Unreached();
  }
  if (answer.ok || answer.status === 304) return answer;
  if (answer.status === 429 || answer.status >= 500) throw new Unreached();
  const problem = await answer.json().catch(() => ({}));
  throw new Refused(answer.status, problem as object);
}

/** Ask one door for JSON. A connection that breaks in the middle of it is `Unreached` too. */
export async function askJson<T>(
  door: string,
  me: Identity | undefined,
  asked?: Asked,
): Promise<T> {
  const answer = await ask(door, me, asked);
  try {
    return (await answer.json()) as T;
  } catch {
    throw new Unreached();
  }
}

/** A new identity for this telephone. */
export function newIdentity(): Identity {
  const token = toBase64(crypto.getRandomValues(new Uint8Array(32)));
  return { id: crypto.randomUUID(), token };
}
