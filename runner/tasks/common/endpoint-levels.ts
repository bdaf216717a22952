// What was said for one endpoint, and what for all of them.
export interface Levels<E> {
  provider: string; // http, or http-<name>
  path: string; // of the endpoint's own inputs, '' without endpoints
  base: E;
  own: E;
}

// Without endpoints the task itself is the only one.
export function levelsIn<E>(task: string, base: E, none: E, endpoints: Record<string, E> = {}): Levels<E>[] {
  const all = Object.entries(endpoints);
  if (all.length === 0) return [{ provider: task, path: '', base, own: none }];
  return all.map(([name, own]) => ({ provider: `${task}-${name}`, path: `endpoints.${name}.`, base, own }));
}
