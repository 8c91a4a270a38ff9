// The target of updates of a device whose code is in the LFS. It names what an image of the LFS is made for, so
// that a device refuses one that its chip could not load: Lua 5.3 erases the LFS before it finds that out.
import type { NumberBytes } from "./numbers-53.ts";

/** The Lua and the LFS of a chip. */
export interface LfsOfChip {
  lua: "5.1" | "5.3";
  /** Of a Lua 5.3. */
  numbers: NumberBytes;
  lfsBytes: number;
}

const TARGET = /^nodemcu-lfs-(5\.1|5\.3)-([48])-([48])-(\d{1,7})$/;

/** "nodemcu-lfs-5.1-8-8-65536": bytes of an integer, of a float, and of the LFS. */
export function lfsTarget({ lua, numbers: { integer, float }, lfsBytes }: LfsOfChip): string {
  return `nodemcu-lfs-${lua}-${integer}-${float}-${lfsBytes}`;
}

/** `undefined`: its code is not in the LFS. */
export function lfsOfTarget(target: string): LfsOfChip | undefined {
  const [, lua, integer, float, lfsBytes] = TARGET.exec(target) ?? [];
  if (lua === undefined) return undefined;
  return {
    lua: lua === "5.3" ? "5.3" : "5.1",
    numbers: { integer: integer === "8" ? 8 : 4, float: float === "8" ? 8 : 4 },
    lfsBytes: Number(lfsBytes),
  };
}
