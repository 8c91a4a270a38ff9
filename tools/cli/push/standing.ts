// Standing of a device, as it tells of its updates (src/runtime/updates.ts), and what has become of one by
// that.

export interface Standing {
  version: string;
  board: string;
  target: string;
  /** Nothing up to it is taken any more. */
  counter: number;
  /** Digests of manifests: of what runs, and of what was offered last; "" for none. */
  runs: string;
  offer: string;
  state: string;
  /** Hundredths that are fetched. */
  percent: number;
  says: string;
}

/** `undefined` for what no device tells. */
export function standingIn(text: string): Standing | undefined {
  const lines = new Map(
    text.split("\n").map((line) => {
      const [key = "", ...value] = line.split("=");
      return [key, value.join("=")];
    }),
  );
  const of = (key: string) => lines.get(key) ?? "";
  const counter = Number(of("counter"));
  const percent = Number(of("percent"));
  if (of("board") === "" || !Number.isInteger(counter) || !Number.isInteger(percent)) return undefined;
  return {
    version: of("version"),
    board: of("board"),
    target: of("target"),
    counter,
    runs: of("runs"),
    offer: of("offer"),
    state: of("state"),
    percent,
    says: of("says"),
  };
}

const REFUSED = "update refused: ";

/** "confirmed", or why the update with this digest is none; `undefined`: the device has not decided. */
export function outcomeOf(standing: Standing, digest: string, wasOnTrial: boolean): string | undefined {
  const { runs, offer, state, says } = standing;
  if (state !== "idle") return undefined;
  if (runs === digest) return "confirmed";
  if (wasOnTrial) return "the new version was tried and taken back; the old one runs";
  return offer === digest && says.startsWith(REFUSED) ? says : undefined;
}
