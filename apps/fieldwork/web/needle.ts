/** An arrow that points to a place and the metres to it, kept up to date while one walks. */
import { type Place, spokenDistance } from "./distance";
import { fill, word } from "./pieces";
import { type Fix, follow, wayTo } from "./whereabouts";

/** Let `root` tell the way to `place`; returns what ends it. */
export function pointTo(root: HTMLElement, place: Place): () => void {
  const needle = root.querySelector<HTMLElement>("[data-needle]");
  return follow((fix: Fix | undefined) => {
    if (!fix) {
      fill(root, { distance: word("no-position"), accuracy: "" });
      needle?.classList.add("is-lost");
      return;
    }
    const { distance, turn } = wayTo(fix, place);
    const accuracy = word("accuracy", { metres: Math.round(fix.accuracy) });
    fill(root, { distance: spokenDistance(distance), accuracy });
    needle?.classList.remove("is-lost");
    // The drawing points to the upper right.
    if (needle) needle.style.transform = `rotate(${Math.round(turn - 45)}deg)`;
  });
}
