/** A sentence at the lower edge that says what has just been done, and goes again. */

const SHOWN_MS = 3_500;
let going: ReturnType<typeof setTimeout> | undefined;

export function tell(sentence: string): void {
  const place = document.getElementById("told");
  if (!place) return;
  place.textContent = sentence;
  place.hidden = false;
  clearTimeout(going);
  going = setTimeout(() => {
    place.hidden = true;
  }, SHOWN_MS);
}
