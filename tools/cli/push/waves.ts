// Waves of a rollout: how many of its devices have the new version behind each, in hundredths of all.
import { UsageError } from "../words/failure.ts";

export const USUAL_WAVES = "1,5,20,100%";

/** "1,5,20,100%": rising, from more than 0 to 100 at most. */
export function wavesOption(text: string): number[] {
  const percents = text
    .replace(/%$/, "")
    .split(",")
    .map((word) => (/^\d+(\.\d+)?$/.test(word.trim()) ? Number(word) : Number.NaN));
  const isRising = percents.every((percent, i) => percent > (percents[i - 1] ?? 0) && percent <= 100);
  if (isRising) return percents;
  throw new UsageError(
    `--wave ${JSON.stringify(text.slice(0, 80))} is not allowed; it is the percentages of the devices that have the new version behind each wave, rising to 100 at most, as ${USUAL_WAVES}.`,
  );
}

/** The devices of each wave, in their order: a wave has one at least, while there is one. */
export function inWaves<Device>(devices: readonly Device[], percents: readonly number[]): Device[][] {
  const ends = percents.map((percent) => Math.ceil((devices.length * percent) / 100));
  return ends.map((end, i) => devices.slice(ends[i - 1] ?? 0, end));
}
