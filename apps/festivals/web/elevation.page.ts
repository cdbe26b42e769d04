/** Arrows go from seat to seat in the elevation of a grandstand. */

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
};

/** The next free seat from one in a direction; over what is taken, none at the edge. */
export function next<T>(
  rows: readonly (readonly (T | undefined)[])[],
  from: readonly [number, number],
  key: string,
): T | undefined {
  const step = MOVES[key];
  if (!step) return undefined;
  let [row, column] = from;
  for (;;) {
    row += step[0];
    column += step[1];
    const line = rows[row];
    if (!line || column < 0 || column >= line.length) return undefined;
    const seat = line[column];
    if (seat !== undefined) return seat;
  }
}

export function begin(place: HTMLElement): void {
  place.addEventListener("keydown", (event) => {
    const rows = [...place.querySelectorAll("tr")].map((row) =>
      [...row.querySelectorAll("td")].map((cell) => cell.querySelector("input") ?? undefined),
    );
    const row = rows.findIndex((line) => line.includes(event.target as HTMLInputElement));
    const column = rows[row]?.indexOf(event.target as HTMLInputElement) ?? -1;
    if (row < 0) return;
    const seat = next(rows, [row, column], event.key);
    if (!seat) return;
    event.preventDefault();
    seat.focus();
  });
}
