// What the automation knows: the newest word of each device about each of its things.

export interface HomeState {
  keep: (device: string, what: string, payload: string) => void;
  /** The newest payload; `undefined` when nothing was heard. */
  of: (device: string, what: string) => string | undefined;
  /** The devices that have said something about `what`. */
  having: (what: string) => string[];
}

export function createHomeState(): HomeState {
  const newest = new Map<string, Map<string, string>>();
  return {
    keep(device, what, payload) {
      const things = newest.get(what) ?? new Map<string, string>();
      things.set(device, payload);
      newest.set(what, things);
    },
    of: (device, what) => newest.get(what)?.get(device),
    having: (what) => [...(newest.get(what)?.keys() ?? [])],
  };
}
