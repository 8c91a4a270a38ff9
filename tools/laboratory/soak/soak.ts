// The soak: proofs in turn, each with seed after seed, until the time is over, somebody asks for the end, or
// a promise breaks.
import { type Figures, type Proof, sumOfFigures } from "./proof.ts";

export interface SoakOptions {
  minutes: number;
  /** The first seed. Each portion takes the next ones, so that a run is repeated by its seed. */
  seed: number;
  /** Milliseconds of any clock that goes forward. */
  now: () => number;
  /** Somebody has asked for the end. */
  isOver: () => boolean;
  /** What has just been done, for a person who waits. */
  progress: (line: string) => void;
}

/** What one proof has counted, and the seed of its first portion. */
export interface Counted {
  seed: number;
  figures: Figures;
}

export interface Soaked {
  figures: Figures;
  /** Of each proof, by its name. */
  proofs: Readonly<Record<string, Counted>>;
  /** The seed of the first portion, and how long it all took. */
  seed: number;
  minutes: number;
  /** The promise that broke, and the command that shows it again. */
  broken?: string;
}

/** Portions draw seeds from ranges that do not touch. */
const SEEDS_OF_A_PORTION = 2000;
const MINUTE_MS = 60_000;

/** Tries each proof once, and then on in turn while there is time. */
export async function soak(proofs: readonly Proof[], options: SoakOptions): Promise<Soaked> {
  const { now, progress, seed } = options;
  const begun = now();
  const minutes = () => (now() - begun) / MINUTE_MS;
  let figures: Figures = {};
  const proofsTried: Record<string, Counted> = {};
  const soaked = () => ({ figures, proofs: proofsTried, seed, minutes: minutes() });
  let next = seed;
  for (let round = 0; round === 0 || minutes() < options.minutes; round += 1) {
    for (const { name, portion, isOnce } of proofs) {
      if (isOnce === true && round > 0) continue;
      if (options.isOver() || (round > 0 && minutes() >= options.minutes)) return soaked();
      try {
        const counted = await portion(next, options.isOver);
        figures = sumOfFigures(figures, counted);
        const before = proofsTried[name] ?? { seed: next, figures: {} };
        proofsTried[name] = { ...before, figures: sumOfFigures(before.figures, counted) };
      } catch (thrown) {
        const repeat = `npm run soak -- --only ${name} --seed ${next} --minutes 0`;
        return { ...soaked(), broken: `${(thrown as Error).message}\nAgain: ${repeat}` };
      }
      progress(`${name}, seed ${next}: kept`);
      next += SEEDS_OF_A_PORTION;
    }
  }
  return soaked();
}

/** The last line of a run. */
export function figuresLine({ figures, seed, minutes, broken }: Soaked): string {
  const counts = Object.entries(figures).map(([what, count]) => `${count} ${what}`);
  const promises = broken === undefined ? "every promise kept" : "A PROMISE BROKE";
  return [`soak: seed ${seed}, ${minutes.toFixed(1)} min`, ...counts, promises].join("; ");
}
