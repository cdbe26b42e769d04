/** The map's style with the ground of a map that is kept in this browser. */

import { onGround } from "@geo/offline/ground";
import { kept, latest } from "@geo/offline/shelf";
import { addProtocol, type StyleSpecification } from "maplibre-gl";
import { FileSource, PMTiles, Protocol } from "pmtiles";

const SCHEME = "pmtiles";

let protocol: Protocol | undefined;

/** Let the engine read a file of this browser under `pmtiles://` and its name. */
function offer(file: string, blob: Blob): string {
  if (!protocol) {
    protocol = new Protocol();
    addProtocol(SCHEME, protocol.tile);
  }
  protocol.add(new PMTiles(new FileSource(new File([blob], file))));
  return `${SCHEME}://${file}`;
}

/** The style at `address` on the kept map `file`; none if that one is not kept. */
export async function offlineStyle(
  file: string,
  address: string,
): Promise<StyleSpecification | undefined> {
  const blob = await kept(file);
  if (!blob) return undefined;
  return onGround((await latest(address)) as StyleSpecification, offer(file, blob));
}
