/** Where inspectors looked at stands: in order, or not. */
import { look } from "@geo/map/look";
import { pointModule } from "./points";

export const festivalInspections = pointModule("festival-inspections", () => {
  const { states } = look();
  return ["case", [">", ["get", "faults"], 0], states.published, states.contracted];
});
