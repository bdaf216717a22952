// Places of a country that does not exist: 64 features on a grid, in degrees times ten million.
export interface Point {
  latitude: number;
  longitude: number;
}

export interface Feature {
  name: string;
  location: Point;
}

export interface Rectangle {
  lo: Point | null;
  hi: Point | null;
}

const things = ['Mill', 'Bridge', 'Lighthouse', 'Orchard', 'Market', 'Observatory', 'Ferry', 'Library'];
const towns = ['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel'];
const step = 2_500_000;

const features: readonly Feature[] = towns.flatMap((town, row) =>
  things.map((thing, column) => ({
    name: `${town} ${thing}`,
    location: { latitude: 400_000_000 + row * step, longitude: -750_000_000 + column * step },
  })),
);
const byPlace = new Map(features.map((feature) => [placeOf(feature.location), feature]));

// A feature without a name where there is none.
export function featureAt({ latitude, longitude }: Point): Feature {
  return byPlace.get(placeOf({ latitude, longitude })) ?? { name: '', location: { latitude, longitude } };
}

const nowhere: Point = { latitude: 0, longitude: 0 };

export function featuresWithin({ lo, hi }: Rectangle): Feature[] {
  const [a, b] = [lo ?? nowhere, hi ?? nowhere];
  const within = (value: number, one: number, other: number) =>
    value >= Math.min(one, other) && value <= Math.max(one, other);
  return features.filter(
    ({ location }) =>
      within(location.latitude, a.latitude, b.latitude) && within(location.longitude, a.longitude, b.longitude),
  );
}

const earthRadius = 6_371_000;

// In metres, along the ground.
export function distance(from: Point, to: Point): number {
  const radians = (value: number) => (value / 1e7) * (Math.PI / 180);
  const [phi1, phi2] = [radians(from.latitude), radians(to.latitude)];
  const half = (delta: number) => Math.sin(delta / 2) ** 2;
  const a = half(phi2 - phi1) + Math.cos(phi1) * Math.cos(phi2) * half(radians(to.longitude - from.longitude));
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(a)));
}

function placeOf({ latitude, longitude }: Point): string {
  return `${latitude},${longitude}`;
}
