/** What an inspector has along of stands and patents, and what a code is worth without a network. */
import type { Item } from "../../fieldwork/web/package";

export interface Stand {
  readonly code: string;
  readonly trade: string;
  readonly trade_name: string;
  readonly frontage_m: string;
  readonly blocked: boolean;
  readonly outline: GeoJSON.Geometry;
}
export interface Known {
  /** Nothing for the street between the stands. */
  readonly stand: Stand | null;
  readonly holder?: string;
  readonly substitutes?: readonly string[];
  readonly looks?: readonly { readonly at: string; readonly faults: readonly string[] }[];
}
export interface Infraction {
  readonly code: string;
  readonly name: string;
  readonly basis: string;
  readonly fine: string | null;
}
export interface Common {
  /** By the digest of a patent's token: its state, then the stands it is for. */
  readonly patents: Readonly<Record<string, readonly string[]>>;
  readonly infractions: readonly Infraction[];
  readonly trades: readonly { readonly code: string; readonly name: string }[];
}
export type Verdict =
  | "valid"
  | "none"
  | "other_stand"
  | "other_feast"
  | "annulled"
  | "expired"
  | "unknown";

/** A patent as its digest tells of it. */
export interface Paper {
  readonly verdict: Verdict;
  readonly stands: readonly string[];
}

const TOKEN = /(?:^|\/verificar\/)([A-Za-z0-9_-]{16,32})\/?$/;
const DIGEST_BYTES = 12;

export const known = (item: Item): Known => item.data as Known;
export const common = (item: Item): Common => item.common as Common;

/** The token in what a code says: an address of ours, or the token as it is printed. */
export function tokenIn(code: string): string {
  return TOKEN.exec(code.trim())?.[1] ?? "";
}

/** What is known of a token here: part of its SHA-256, in base64url. */
export async function digestOf(token: string): Promise<string> {
  const whole = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  const bytes = new Uint8Array(whole).slice(0, DIGEST_BYTES);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_");
}

/** What the code on a paper is, whatever the stand. */
export async function paperOf(code: string, { patents }: Common): Promise<Paper> {
  if (!code.trim()) return { verdict: "none", stands: [] };
  const token = tokenIn(code);
  const [state, ...stands] = (token && patents[await digestOf(token)]) || ["unknown"];
  return { verdict: state as Verdict, stands };
}

/** What a code that is shown at a stand is worth. */
export async function verdictOf(code: string, stand: string, all: Common): Promise<Verdict> {
  const { verdict, stands } = await paperOf(code, all);
  return verdict === "valid" && !stands.includes(stand) ? "other_stand" : verdict;
}

export interface Thing {
  readonly what: string;
  readonly quantity: string;
}

/** An inventory as one writes it: a thing on each line, with how many before it. */
export function thingsIn(text: string): Thing[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [, quantity = "1", what = line] =
        /^(\d{1,6}(?:[.,]\d{1,2})?)\s*[x×]?\s+(.+)$/.exec(line) ?? [];
      return { what, quantity };
    });
}
