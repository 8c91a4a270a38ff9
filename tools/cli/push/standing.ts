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

/** Characters of what a device says of its updates. Whoever may write at the broker can send more. */
export const LONGEST_STANDING = 2048;
const NAME = /^[\x21-\x7e]{1,96}$/;
const DIGEST_OR_NONE = /^[0-9a-f]{0,64}$/;

/** `undefined` for what no device tells. */
export function standingIn(text: string): Standing | undefined {
  if (text.length > LONGEST_STANDING) return undefined;
  const lines = new Map(
    text.split("\n").map((line) => {
      const [key = "", ...value] = line.split("=");
      return [key, value.join("=")];
    }),
  );
  const of = (key: string) => lines.get(key) ?? "";
  const [counter, percent] = [Number(of("counter")), Number(of("percent"))];
  const isSound =
    NAME.test(of("board")) &&
    NAME.test(of("target")) &&
    /^\d{1,9}$/.test(of("counter")) &&
    /^\d{0,3}$/.test(of("percent")) &&
    percent <= 100 &&
    DIGEST_OR_NONE.test(of("runs")) &&
    DIGEST_OR_NONE.test(of("offer"));
  if (!isSound) return undefined;
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
