// Counters that were signed: of each device the highest, in a file beside the keys. What a device tells of
// its counter comes by a broker where others may write, so that alone never decides what is signed: a device
// takes nothing below the highest that it has taken.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { replaceFile } from "../files/whole-file.ts";
import { asOnlySigner, bringToDisk, KeyError } from "./lms-key-file.ts";
import type { Addressee } from "./signed-update.ts";

/** No device reads a higher one (src/update/manifest.ts). */
const MOST_COUNTER = 999_999_999;
/**
 * So far above what was signed here a device is believed: other computers may have signed for it, and this
 * file may be lost or old. A million signatures would have to go wrong until a device has no counter left.
 */
const BELIEVED = 1000;
const FOR_ITS_OWNER = 0o600;
/**
 * What counters are of: their file, which begins with a point, as no key's name does; and words for what is
 * wrong with one.
 */
export interface Counted {
  file: string;
  done: string;
  says: (device: string, counter: number) => string;
  cure: string;
}

const OF_UPDATES: Counted = {
  file: ".counters",
  done: "signed",
  says: (device, counter) => `ringmote push --to ${device} --after ${counter}`,
  cure: "erase it, flash it by the cable, and give it another key",
};

/** Of commands that were sealed: a device has a counter of its own for these (src/sealed/taken-counters.ts). */
export const OF_COMMANDS: Counted = {
  file: ".command-counters",
  done: "sealed",
  says: (device, counter) => `ringmote send ${device} ... --sealed --after ${counter}`,
  cure: "erase it, flash it by the cable, and give it another key",
};

const FIRST_LINE = "ringmote 1\n";
/** Groups: the device as a manifest can name it, and its counter. */
const LINE = /^([\x21-\x7e]{1,96}) ([1-9]\d{0,8})$/;

/** What a device tells: nothing up to this counter is taken by it any more. */
export interface ToldCounter {
  device: string;
  counter: number;
}

/** Of one folder of keys. Functions throw a KeyError for a counter that is not believed. */
export class SignedCounters {
  private readonly path: string;

  constructor(
    private readonly folder: string,
    private readonly counted = OF_UPDATES,
  ) {
    this.path = join(folder, counted.file);
  }

  /**
   * The counters that come next, one for each device. Nothing is written, so nothing may be signed with them.
   * `after`: a counter up to which the devices are believed, by whoever has made sure of it.
   */
  next(told: readonly ToldCounter[], after = 0): Addressee[] {
    return nextOf(told, this.read(), after, this.counted);
  }

  /** The same, and they are on the disk as used: whoever is interrupted skips them, and none comes twice. */
  take(told: readonly ToldCounter[], after = 0): Addressee[] {
    return asOnlySigner(this.path, () => {
      const signed = this.read();
      const taken = nextOf(told, signed, after, this.counted);
      for (const { device, counter } of taken) signed.set(device, counter);
      const lines = [...signed].map(([device, counter]) => `${device} ${counter}\n`);
      replaceFile(this.path, FIRST_LINE + lines.join(""), FOR_ITS_OWNER);
      bringToDisk(this.folder);
      return taken;
    });
  }

  /** The highest of each device. */
  highest(): ReadonlyMap<string, number> {
    return this.read();
  }

  /** A file that is lost is an empty one. */
  private read(): Map<string, number> {
    let content: string;
    try {
      content = readFileSync(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      return new Map();
    }
    const lines = content.slice(FIRST_LINE.length).split("\n");
    const found = lines.slice(0, -1).map((line) => LINE.exec(line));
    if (!content.startsWith(FIRST_LINE) || lines.at(-1) !== "" || found.includes(null))
      throw new KeyError(
        `${this.path} is not as this program has written it; restore it from a copy, or remove it: then devices are believed up to ${BELIEVED}.`,
      );
    return new Map(found.map((groups) => [groups?.[1] ?? "", Number(groups?.[2])]));
  }
}

function nextOf(
  told: readonly ToldCounter[],
  signed: ReadonlyMap<string, number>,
  after: number,
  { done, says, cure }: Counted,
): Addressee[] {
  return told.map(({ device, counter }) => {
    const highest = signed.get(device) ?? 0;
    if (!LINE.test(`${device} 1`))
      throw new KeyError(
        `${JSON.stringify(device.slice(0, 80))} is no device's identity: 1 to 96 characters of ASCII.`,
      );
    if (counter > Math.max(highest + BELIEVED, after))
      throw new KeyError(
        `${device} tells the counter ${counter}, and this computer has ${done} up to ${highest} for it: at most ${BELIEVED} more is believed, since whoever may write at the broker can make it up. If another computer has really ${done} so often, say "${says(device, counter)}" once.`,
      );
    const next = Math.max(highest, counter) + 1;
    if (next > MOST_COUNTER)
      throw new KeyError(`${device} has no counter left above ${MOST_COUNTER}; ${cure}.`);
    return { device, counter: next };
  });
}
