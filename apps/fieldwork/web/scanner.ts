/** Reading codes with the camera, where the browser can; everywhere else they are typed. */

interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
type Detecting = new (options: { formats: readonly string[] }) => Detector;

/** Between two looks: a hand holds still longer, and the battery lasts. */
const LOOK_MS = 200;

function detector(): Detector | undefined {
  // The Shape Detection API: Chrome on Android has it; TypeScript's DOM does not know it.
  const { BarcodeDetector: found } = globalThis as { BarcodeDetector?: Detecting };
  return found && new found({ formats: ["qr_code"] });
}

/** Tell each code that the camera sees, until the returned function is called; false if the
 * browser reads none or may not use the camera.
 */
export async function watch(
  video: HTMLVideoElement,
  found: (code: string) => void,
): Promise<(() => void) | undefined> {
  const eye = detector();
  if (!eye || !navigator.mediaDevices) return undefined;
  let stream: MediaStream;
  try {
    const wanted = { video: { facingMode: "environment" } };
    stream = await navigator.mediaDevices.getUserMedia(wanted);
  } catch {
    return undefined;
  }
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  let last = "";
  const timer = setInterval(async () => {
    const [code] = await eye.detect(video).catch(() => []);
    if (!code || code.rawValue === last) return;
    last = code.rawValue;
    found(last);
  }, LOOK_MS);
  return () => {
    clearInterval(timer);
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
}
