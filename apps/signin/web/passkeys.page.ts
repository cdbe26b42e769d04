/** Passkeys: asks the server for a question, the browser for an answer, and sends it back. */

type Kind = "show" | "make";

interface Told {
  readonly next?: string;
  readonly refusal?: string;
}

async function post(address: string, form: FormData): Promise<unknown> {
  const answer = await fetch(address, { method: "POST", body: form, redirect: "manual" });
  if (answer.type === "opaqueredirect") return { next: "/cuenta/" }; // proved too long ago
  return answer.json();
}

async function answered(kind: Kind, asked: unknown): Promise<Credential | null> {
  const { publicKey } = asked as { publicKey: never };
  return kind === "make"
    ? navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey),
      })
    : navigator.credentials.get({
        publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey),
      });
}

async function spoken(form: HTMLFormElement): Promise<Told> {
  const { ask = "", send = "", kind } = form.dataset;
  const asked = await post(ask, new FormData(form));
  if (typeof asked === "object" && asked !== null && "next" in asked) return asked as Told;
  const credential = await answered(kind === "make" ? "make" : "show", asked);
  if (!(credential instanceof PublicKeyCredential)) return {};
  const filled = new FormData(form);
  filled.set("answer", JSON.stringify(credential.toJSON()));
  return (await post(send, filled)) as Told;
}

/** Shows the form where the browser knows passkeys, and speaks for it when it is sent. */
export function begin(place: HTMLElement): void {
  if (!(place instanceof HTMLFormElement)) return;
  if (!("PublicKeyCredential" in globalThis)) return;
  if (!("parseRequestOptionsFromJSON" in PublicKeyCredential)) return;
  const told = place.querySelector<HTMLElement>("[role=alert]");
  place.hidden = false;
  place.addEventListener("submit", (event) => {
    event.preventDefault();
    void spoken(place)
      .catch((): Told => ({}))
      .then(({ next, refusal }) => {
        if (next) location.assign(next);
        else if (told) {
          told.textContent = refusal ?? place.dataset["failed"] ?? "";
          told.hidden = false;
        }
      });
  });
}
