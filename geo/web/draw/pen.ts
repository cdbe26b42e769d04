/** Drawing on the map by mouse, finger and keyboard; measuring and form fields share it. */

import { aim, type Spot } from "@geo/draw/aim";
import type { Position } from "@geo/draw/geodesy";
import { drawn, INK, ink } from "@geo/draw/ink";
import { finished, type Hit, inserted, moved, press, removed, type Sketch } from "@geo/draw/sketch";
import { all } from "@geo/map/module";
import { before } from "@geo/map/undoing";
import type { GeoJSONSource, Map as GlMap } from "maplibre-gl";

/** Pixels around a pointer that count as hit. */
const NEAR: Record<string, number> = { mouse: 10, touch: 24 };
/** Pixels after which a press is a drag. */
const SLACK = 4;

export interface Pen {
  become(sketch: Sketch): void;
  undo(): void;
  /** Remove the picked point, or the last one. */
  remove(): void;
  finish(): void;
  clear(): void;
  /** Take everything off the map again. */
  end(): void;
}

export interface Purpose {
  /** What to write beside the last point. */
  label(points: readonly Position[]): string;
  changed(sketch: Sketch, points: readonly Position[]): void;
  /** Escape was pressed with nothing picked. */
  leave(): void;
  /** Whether a press on bare ground begins anew when all is done. */
  readonly beginsAnew: boolean;
}

interface Held {
  readonly before: Sketch;
  readonly hit: Hit;
  index: number | undefined;
}

export function pen(map: GlMap, host: HTMLElement, first: Sketch, purpose: Purpose): Pen {
  const box = map.getContainer();
  const canvas = map.getCanvas();
  const past: Sketch[] = [];
  let sketch = first;
  let reach: Position | undefined;
  let held: Held | undefined;
  let down = { x: 0, y: 0, near: NEAR["mouse"] ?? 0 };
  let isDrag = false;
  let undress: () => void = () => undefined;

  function show(): void {
    const points = reach && sketch.isOpen ? [...sketch.points, reach] : sketch.points;
    map.getSource<GeoJSONSource>(INK)?.setData(drawn(sketch, reach, purpose.label(points)));
    purpose.changed(sketch, points);
  }

  function become(next: Sketch): void {
    if (next === sketch) return;
    past.push(sketch);
    sketch = next;
    show();
  }

  /** A new style has taken everything off with it. */
  function dress(): void {
    undress = map.getSource(INK) ? undress : ink(map);
    show();
  }

  function where(event: MouseEvent): Spot {
    const { left, top } = box.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  function ground({ x, y }: Spot): Position {
    const { lng, lat } = map.unproject([x, y]);
    return [lng, lat];
  }

  const hitAt = (spot: Spot, near: number): Hit => aim(map, sketch, spot, near);

  function put(hit: Hit): void {
    const isBare = !("vertex" in hit) && !("middle" in hit) && sketch.picked === undefined;
    const done = !sketch.isOpen && purpose.beginsAnew;
    become(press(isBare && done ? { ...sketch, points: [], isOpen: true } : sketch, hit));
  }

  function undo(): void {
    sketch = past.pop() ?? sketch;
    show();
  }

  const isOurs = (event: Event): boolean => event.target === canvas;

  function pressed(event: PointerEvent): void {
    if (!isOurs(event) || !event.isPrimary) return;
    down = { ...where(event), near: NEAR[event.pointerType] ?? 14 };
    isDrag = false;
    const hit = hitAt(down, down.near);
    if (!("vertex" in hit) && !("middle" in hit)) return;
    held = { before: sketch, hit, index: "vertex" in hit ? hit.vertex : undefined };
    map.dragPan.disable();
  }

  function dragged(event: PointerEvent): void {
    if (!event.isPrimary) return;
    const spot = where(event);
    isDrag ||= event.buttons > 0 && Math.hypot(spot.x - down.x, spot.y - down.y) > SLACK;
    if (held && isDrag) {
      if (held.index === undefined && "middle" in held.hit) {
        sketch = { ...inserted(sketch, held.hit.middle, held.hit.at), picked: undefined };
        held.index = held.hit.middle + 1;
      }
      sketch = moved(sketch, held.index ?? 0, ground(spot));
      show();
    } else if (event.pointerType === "mouse" && isOurs(event) && sketch.isOpen) {
      reach = ground(spot);
      show();
    }
  }

  function released(): void {
    if (!held) return;
    if (isDrag) past.push(held.before);
    held = undefined;
    map.dragPan.enable();
  }

  /** Clicks are ours alone: no panel may open while somebody draws. */
  function clicked(event: MouseEvent): void {
    if (!isOurs(event)) return;
    event.stopPropagation();
    if (!isDrag && event.type === "click") put(hitAt(where(event), down.near));
  }

  function typed(event: KeyboardEvent): void {
    if ((event.target as Element).matches("input, textarea, select")) return;
    const isUndo = event.key === "z" && (event.ctrlKey || event.metaKey);
    const isDelete = event.key === "Backspace" || event.key === "Delete";
    if (event.key === "Enter" && isOurs(event)) {
      const { x, y } = map.project(map.getCenter());
      put(hitAt({ x, y }, NEAR["touch"] ?? 0));
    } else if (isDelete && sketch.picked !== undefined) become(removed(sketch));
    else if (isUndo || isDelete) undo();
    else if (event.key !== "Escape") return;
    else if (sketch.picked !== undefined) become({ ...sketch, picked: undefined });
    else purpose.leave();
    event.preventDefault();
    event.stopPropagation();
  }

  function followed(): void {
    if (!canvas.matches(":focus-visible") || !sketch.isOpen) return;
    const { lng, lat } = map.getCenter();
    reach = [lng, lat];
    show();
  }

  const ear = all(
    before(box, "pointerdown", pressed),
    before(box, "pointermove", dragged),
    before(document, "pointerup", released),
    before(document, "pointercancel", released),
    before(box, "click", clicked),
    before(box, "dblclick", clicked),
    before(host, "keydown", typed),
    before(host, "dressed", dress),
  );
  map.on("move", followed);
  map.doubleClickZoom.disable();
  host.classList.add("is-drawing");
  dress();
  return {
    become,
    undo,
    remove: () =>
      become(
        removed(
          sketch.picked === undefined ? { ...sketch, picked: sketch.points.length - 1 } : sketch,
        ),
      ),
    finish: () => become(finished(sketch)),
    clear: () => become({ ...sketch, points: [], picked: undefined, isOpen: true }),
    end() {
      ear();
      map.off("move", followed);
      map.doubleClickZoom.enable();
      map.dragPan.enable();
      host.classList.remove("is-drawing");
      if (map.getSource(INK)) undress();
    },
  };
}
