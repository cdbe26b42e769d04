/** What an app's page needs beyond links and forms, in `apps/<x>/web/<name>.page.ts`. */
const scripts = import.meta.glob<{ begin(place: HTMLElement): void }>(
  "../../../apps/*/web/*.page.ts",
);

/** Begin the script of each `data-page` within `root`; `data-begun` says that it has. */
export async function bringScripts(root: ParentNode): Promise<void> {
  const places = [...root.querySelectorAll<HTMLElement>("[data-page]")];
  await Promise.all(
    places.map(async (place) => {
      const script = scripts[`../../../apps/${place.dataset["page"]}.page.ts`];
      if (!script) return;
      (await script()).begin(place);
      place.dataset["begun"] = "";
    }),
  );
}
