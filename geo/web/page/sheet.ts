/** The sheet on a phone: low, half or full, by tap, by drag, or because something opened. */
import { hear, tell } from "@geo/events";

const POSITIONS = ["low", "half", "full"] as const;
type Position = (typeof POSITIONS)[number];

/** Where a sheet let go at `share` of the height comes to rest. */
export function rest(share: number): Position {
  if (share < 0.3) return "low";
  return share < 0.72 ? "half" : "full";
}

/** Where a tap on the grip takes it. */
export function tapped(position: Position): Position {
  return position === "half" ? "full" : "half";
}

export function moveSheet(): void {
  const sheet = document.querySelector<HTMLElement>(".side");
  const grip = sheet?.querySelector<HTMLElement>(".grip");
  const room = sheet?.parentElement;
  if (!sheet || !grip || !room) return;
  const side = sheet;
  let from = 0;

  function settle(position: Position): void {
    side.classList.remove("is-dragged");
    side.style.removeProperty("--sheet");
    side.dataset["position"] = position;
    tell("cover", undefined);
  }

  function share(event: PointerEvent): number {
    const { bottom, height } = room?.getBoundingClientRect() ?? side.getBoundingClientRect();
    return Math.min(1, Math.max(0, (bottom - event.clientY) / height));
  }

  grip.addEventListener("pointerdown", (event) => {
    from = event.clientY;
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointermove", (event) => {
    if (!grip.hasPointerCapture(event.pointerId) || Math.abs(event.clientY - from) < 6) return;
    side.classList.add("is-dragged");
    side.style.setProperty("--sheet", `${share(event) * 100}%`);
  });
  grip.addEventListener("pointerup", (event) => {
    if (side.classList.contains("is-dragged")) settle(rest(share(event)));
  });
  grip.addEventListener("click", (event) => {
    const dragged = Math.abs(event.clientY - from) >= 6 && event.detail > 0;
    if (!dragged) settle(tapped((side.dataset["position"] as Position | undefined) ?? "half"));
  });
  hear("focus", (focus) => {
    if (focus && side.dataset["position"] !== "half") settle("half");
  });
}
