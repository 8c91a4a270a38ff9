// The state of the home as the automation knows it: the newest word of each device about each of its things.

export interface HomeState {
  keep: (device: string, what: string, payload: string) => void;
  /** The newest payload; `undefined` when nothing was heard. */
  of: (device: string, what: string) => string | undefined;
  /** The devices that have said something about `what`. */
  having: (what: string) => string[];
  /** Nobody has said that the device is offline. */
  isThere: (device: string) => boolean;
}

export function createHomeState(): HomeState {
  const newest = new Map<string, Map<string, string>>();
  const of = (device: string, what: string) => newest.get(what)?.get(device);
  return {
    keep(device, what, payload) {
      const things = newest.get(what) ?? new Map<string, string>();
      things.set(device, payload);
      newest.set(what, things);
    },
    of,
    having: (what) => [...(newest.get(what)?.keys() ?? [])],
    isThere: (device) => of(device, "status") !== "offline",
  };
}
