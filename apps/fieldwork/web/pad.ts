/** A field one signs in with a finger. */

const INK = 3;

export interface Pad {
  /** What was written, as a small picture; nothing if nobody wrote. */
  picture(): Promise<Blob | undefined>;
  /** Show what was written before. */
  show(written: Blob): Promise<void>;
  clear(): void;
}

/** Let `canvas` be written on; `changed` hears of every stroke. */
export function signable(canvas: HTMLCanvasElement, changed: () => void): Pad {
  const context = canvas.getContext("2d");
  let isWritten = false;
  let last: [number, number] | undefined;

  function at(event: PointerEvent): [number, number] {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  }

  function write(event: PointerEvent): void {
    if (!last || !context) return;
    const next = at(event);
    context.lineWidth = INK;
    context.lineCap = "round";
    context.strokeStyle = "#000";
    context.beginPath();
    context.moveTo(...last);
    context.lineTo(...next);
    context.stroke();
    last = next;
    isWritten = true;
  }

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
  });
  canvas.addEventListener("pointermove", write);
  for (const end of ["pointerup", "pointercancel"] as const) {
    canvas.addEventListener(end, () => {
      last = undefined;
      if (isWritten) changed();
    });
  }

  return {
    async picture() {
      if (!isWritten) return undefined;
      const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
      return blob ?? undefined;
    },
    async show(written) {
      const picture = await createImageBitmap(written);
      context?.drawImage(picture, 0, 0);
      picture.close();
      isWritten = true;
    },
    clear() {
      context?.clearRect(0, 0, canvas.width, canvas.height);
      isWritten = false;
      changed();
    },
  };
}
