/** Is the file somebody holds the one that was issued? Worked out here; nothing is sent. */

export function asHex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function isSame(file: Blob, digest: string): Promise<boolean> {
  return asHex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer())) === digest;
}

/** Browsers digest only where the connection cannot be read; elsewhere the form is sent. */
function canDigest(): boolean {
  return isSecureContext && Boolean(crypto.subtle);
}

function say(form: HTMLElement, verdict: string): void {
  for (const told of form.querySelectorAll<HTMLElement>("[data-compared]"))
    told.hidden = told.dataset["compared"] !== verdict;
}

async function compare(form: HTMLFormElement, file: File | undefined): Promise<void> {
  say(form, "");
  if (file) say(form, (await isSame(file, form.dataset["digest"] ?? "")) ? "same" : "other");
}

function takeDrops(form: HTMLFormElement, input: HTMLInputElement): void {
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

export function offerComparing(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-digest]");
  const input = form?.querySelector<HTMLInputElement>("input[type=file]");
  if (!form || !input) return;
  takeDrops(form, input);
  if (!canDigest()) return;
  input.addEventListener("change", () => void compare(form, input.files?.[0]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void compare(form, input.files?.[0]);
  });
}
