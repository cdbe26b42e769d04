/** Infractions at feasts. */
import { look } from "@geo/map/look";
import { pointModule } from "./points";

export const festivalInfractions = pointModule(
  "festival-infractions",
  () => look().states.deserted,
);
