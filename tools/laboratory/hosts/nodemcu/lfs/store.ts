// The chip's Lua Flash Store: accepts an image as the firmware does, keeps it without power, and loads its
// modules into a VM.
import type { LuaVersion } from "../../../../targets/nodemcu/lua-wasm.ts";
import { chipInflate } from "./chip-inflate.ts";
import { dumpOf } from "./dump.ts";
import type { ReadImage } from "./read-function.ts";
import { readImage51 } from "./read-image-51.ts";
import { readImage53 } from "./read-image-53.ts";

export interface LfsStore {
  /**
   * Takes an image, a byte string; undefined is a file that is not there. Gives what the firmware says when
   * it refuses one: Lua 5.1 looks first and keeps what it has, Lua 5.3 has erased by then, and says nothing.
   * `change` is called before the flash is erased and before it is written: the power may go in it.
   */
  reload: (file: string | undefined, change?: () => void) => string | undefined;
  /** A module as bytecode. */
  module: (name: string) => string | undefined;
  names: () => string[];
  /** What it holds is lost, as when power goes while it is written. */
  empty: () => void;
}

const NOT_THERE = "no such file";
const DAMAGED = "Incorrect LFS built";
const TOO_LARGE = "LFS Image too big for configured LFS region";

/** An empty one of so many bytes. */
export function createLfsStore(version: LuaVersion, lfsBytes: number): LfsStore {
  let modules = new Map<string, string>();

  function erase(change: () => void): void {
    change();
    modules = new Map();
  }

  function refusalOf(file: string | undefined, change: () => void): string | undefined {
    if (version === "5.3") erase(change);
    if (file === undefined) return NOT_THERE;
    let read: ReadImage;
    try {
      const bytes = Buffer.from(file, "latin1");
      read = version === "5.1" ? readImage51(chipInflate(bytes)) : readImage53(bytes);
    } catch {
      return DAMAGED;
    }
    if (read.flashBytes > lfsBytes) return TOO_LARGE;
    if (version === "5.1") erase(change);
    change();
    modules = new Map([...read.modules].map(([name, main]) => [name, dumpOf(version, main)]));
    return undefined;
  }

  return {
    reload: (file, change = () => {}) => {
      const refusal = refusalOf(file, change);
      return version === "5.3" ? undefined : refusal;
    },
    module: (name) => modules.get(name),
    names: () => [...modules.keys()],
    empty: () => modules.clear(),
  };
}
