/** The address that tells who supplies a point, for whoever is at `here`. */
export function addressOf(longitude: number, latitude: number, here: string): string {
  const degrees = (value: number): string => value.toFixed(6);
  return `${here}?lon=${degrees(longitude)}&lat=${degrees(latitude)}`;
}
