/** Clocks that run down: from seconds the server counted, so the device's clock does not matter. */

const SECOND = 1000;

/** Minutes and seconds, as a clock on a wall shows them. */
export function shown(seconds: number): string {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
}

/** Let every clock within `place` run down. */
export function runDown(place: ParentNode = document): void {
  const began = performance.now();
  for (const clock of place.querySelectorAll<HTMLElement>("[data-countdown]")) {
    const from = Number(clock.dataset["countdown"]);
    const tick = (): void => {
      if (clock.dataset["ended"] !== undefined) return; // the server said so
      const left = from - (performance.now() - began) / SECOND;
      clock.textContent = left > 0 ? shown(left) : (clock.dataset["over"] ?? shown(0));
      if (left > 0) setTimeout(tick, SECOND);
    };
    tick();
  }
}
