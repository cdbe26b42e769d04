/** What was done with this telephone, as its holder may look it up again. */
import type { Told } from "./sending";
import type { Put, Storage } from "./storage";
import { type Locked, lockUp, readOut } from "./vault";

export interface Visit {
  /** Of its event. */
  readonly id: string;
  readonly assignment: string;
  readonly item: number;
  readonly kind: string;
  readonly title: string;
  readonly subtitle: string;
  readonly outcome: string;
  readonly at: string;
  readonly payment: {
    readonly amount: string;
    readonly payer: string;
    readonly number: string;
  } | null;
  /** What the office answered; nothing as long as it waits. */
  readonly told: { readonly outcome: Told["outcome"]; readonly message: string } | null;
  readonly seen: boolean;
}

const VISIT = "visit:";
/** Days after which a visit that has arrived is forgotten here; the office has it. */
const KEPT_DAYS = 7;
const DAY_MS = 86_400_000;

/** How a visit is kept under the PIN. */
export async function shelved(key: CryptoKey, visit: Visit): Promise<Put> {
  return { shelf: "locked", key: VISIT + visit.id, value: await lockUp(key, visit) };
}

/** Every visit on this telephone, the latest first. */
export async function visits(storage: Storage, key: CryptoKey): Promise<Visit[]> {
  const names = (await storage.keys("locked")).filter((name) => name.startsWith(VISIT));
  const locked = await Promise.all(names.map((name) => storage.read("locked", name)));
  const all = await Promise.all(locked.map((each) => readOut(key, each as Locked)));
  return (all as Visit[]).sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

/** Forget old visits that have arrived. */
export async function tidy(storage: Storage, all: readonly Visit[], now: number): Promise<void> {
  const old = all.filter(({ at, told }) => told && now - Date.parse(at) > KEPT_DAYS * DAY_MS);
  await storage.change({ take: old.map(({ id }) => ({ shelf: "locked", key: VISIT + id })) });
}

/** Centavos in the protocol's writing of an amount. */
export function centavos(amount: string): number {
  return Math.round(Number(amount) * 100);
}

/** Centavos as people read them, thousands apart as on the pages of the office: Bs 1 234,50. */
export function bolivianos(amount: number): string {
  const whole = String(Math.floor(amount / 100)).replace(/\B(?=(\d{3})+$)/g, "\u00A0");
  return `Bs ${whole},${String(amount % 100).padStart(2, "0")}`;
}

/** The cash that somebody must have in the pocket: the day's payments. */
export function cashOf(all: readonly Visit[], day: string): { count: number; amount: number } {
  const paid = all.filter(({ payment, at }) => payment && at.startsWith(day));
  const amount = paid.reduce((sum, { payment }) => sum + centavos(payment?.amount ?? "0"), 0);
  return { count: paid.length, amount };
}
