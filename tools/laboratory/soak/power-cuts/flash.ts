// The flash of a hosted board, by a model whose power goes in the middle of a write. The program whose power
// went sees nothing of it any more.
import { PowerLost, type SimulatedFlash } from "../../../sim/worlds/flash.ts";
import type { FlashModel } from "../../hosts/espruino/flash-module.ts";

const AREAS = [0, 1] as const;

/** Does something with the flash; tells `lost` when the power goes meanwhile. */
function powered<Result>(work: () => Result, lost: () => void, dark: Result): Result {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof PowerLost)) throw thrown;
    lost();
    return dark;
  }
}

/** The pages of an Espruino's \`Flash\` from \`at\` on. */
export function pagesOf(flash: SimulatedFlash, at: number, lost: () => void): FlashModel {
  const { port } = flash;
  const areaBytes = port.areaBytes();
  const place = (address: number) =>
    [Math.floor((address - at) / areaBytes), (address - at) % areaBytes] as const;
  return {
    read: (address, count) => port.read(...place(address), count),
    write(address, bytes) {
      powered(() => port.write(...place(address), bytes), lost, false);
    },
    erasePage(address) {
      powered(() => flash.erasePage(...place(address)), lost, undefined);
    },
  };
}

/** A store whose files of the journal are in the flash. Files only grow, or are emptied. */
export class JournalStore extends Map<string, string> {
  constructor(
    files: Iterable<readonly [string, string]>,
    private readonly flash: SimulatedFlash,
    private readonly lost: () => void,
  ) {
    super();
    for (const [name, contents] of files) super.set(name, contents);
  }

  override get(name: string): string | undefined {
    const area = areaOf(name);
    if (area === undefined || !super.has(name)) return super.get(name);
    return this.flash.port.read(area, 0, this.flash.port.areaBytes());
  }

  override set(name: string, contents: string): this {
    const area = areaOf(name);
    if (area === undefined) return super.set(name, contents);
    super.set(name, "");
    const before = this.get(name) ?? "";
    if (contents === before) return this;
    const grows = contents !== "" && contents.startsWith(before);
    if (contents !== "" && !grows) throw new Error(`${name} was written over.`);
    const work = () =>
      grows
        ? this.flash.port.write(area, before.length, contents.slice(before.length))
        : this.flash.port.erase(area);
    powered(work, this.lost, false);
    return this;
  }
}

function areaOf(name: string): 0 | 1 | undefined {
  return AREAS.find((area) => name === `rm.j${area}`);
}
