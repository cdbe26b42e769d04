/** States that change while people look: pushed by the server, asked for where that fails. */

export type States = Readonly<Record<string, string | null>>;

/** All states of a topic; those that are not named have the usual one. */
export interface Everything {
  readonly usual: string;
  readonly total: number;
  readonly states: States;
}

export interface Ear {
  /** How everything stands: at first, and after the line was lost. */
  all(told: Everything): void;
  /** What changed since. */
  some(states: States): void;
  /** Things were drawn, moved or taken away. */
  plan(): void;
  /** Whether what is shown is up to date. */
  line(isLive: boolean): void;
}

/** The server says something every fifteen seconds; after this the line is taken for dead. */
const SILENCE_MS = 40_000;
const ASK_MS = 6_000;
const AGAIN_MS = 30_000;

type Clock = ReturnType<typeof setTimeout>;

/** Up to a quarter longer, so that a thousand pages do not come in one moment. */
function about(milliseconds: number): number {
  return milliseconds * (1 + Math.random() / 4);
}

/** Listen to a topic at `address` until the returned function is called. */
export function listen(address: string, ear: Ear): () => void {
  let stream: EventSource | undefined;
  let silence: Clock | undefined;
  let asking: Clock | undefined;
  let again: Clock | undefined;

  function heard(): void {
    clearTimeout(silence);
    silence = setTimeout(fail, SILENCE_MS);
  }

  function on(name: string, act: (data: string) => void): void {
    stream?.addEventListener(name, (event) => {
      heard();
      act((event as MessageEvent<string>).data);
    });
  }

  function open(): void {
    close();
    stream = new EventSource(address);
    heard();
    on("all", (data) => {
      stopAsking();
      ear.all(JSON.parse(data) as Everything);
      ear.line(true);
    });
    on("some", (data) => ear.some((JSON.parse(data) as { states: States }).states));
    on("plan", () => ear.plan());
    on("beat", () => ear.line(true));
    on("away", () => ear.line(false));
    // The browser comes back by itself, unless the server refused: then it has given up.
    stream.onerror = () => {
      if (stream?.readyState === EventSource.CLOSED) fail();
    };
  }

  function fail(): void {
    close();
    ear.line(false);
    void ask();
    again = setTimeout(open, about(AGAIN_MS));
  }

  async function ask(): Promise<void> {
    stopAsking();
    try {
      const answer = await fetch(`${address}.json`, { credentials: "omit", cache: "no-cache" });
      if (answer.ok) {
        ear.all((await answer.json()) as Everything);
        ear.line(true);
      }
    } catch {
      ear.line(false);
    }
    asking = setTimeout(() => void ask(), about(ASK_MS));
  }

  function stopAsking(): void {
    clearTimeout(asking);
  }

  function close(): void {
    clearTimeout(silence);
    clearTimeout(again);
    stream?.close();
    stream = undefined;
  }

  open();
  return () => {
    close();
    stopAsking();
  };
}
