/** The ground of the map, read from all the archives that were taken along. */
import { onGround } from "@geo/offline/ground";
import { kept, latest } from "@geo/offline/shelf";
import { addProtocol, type StyleSpecification } from "maplibre-gl";
import { FileSource, PMTiles } from "pmtiles";

const SCHEME = "campo";
const ZOOMS = { minzoom: 8, maxzoom: 16 };
let archives: PMTiles[] = [];

/** The tile in the first archive that has it: a tile is whole in each that has it at all. */
async function tile(url: string): Promise<ArrayBuffer> {
  const [z = 0, x = 0, y = 0] = (url.match(/\d+/g) ?? []).map(Number);
  for (const archive of archives) {
    const found = await archive.getZxy(z, x, y);
    if (found) return found.data;
  }
  return new ArrayBuffer(0);
}

function offer(): void {
  addProtocol(SCHEME, async ({ type, url }) => ({
    data:
      type === "json"
        ? { tilejson: "3.0.0", tiles: [`${SCHEME}://{z}/{x}/{y}`], ...ZOOMS }
        : await tile(url),
  }));
}

/** The style at `address` on those of `files` that are kept here; none if none is. */
export async function groundStyle(
  files: readonly string[],
  address: string,
): Promise<StyleSpecification | undefined> {
  const found = await Promise.all(files.map(async (file) => [file, await kept(file)] as const));
  archives = found.flatMap(([file, blob]) =>
    blob ? [new PMTiles(new FileSource(new File([blob], file)))] : [],
  );
  if (archives.length === 0) return undefined;
  offer();
  return onGround((await latest(address)) as StyleSpecification, `${SCHEME}://ground`);
}
