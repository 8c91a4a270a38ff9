// Which files of an image are in the LFS when its code is there: all of its Lua but what starts it.
import { LOADER, START_LIST } from "../lua/init.ts";

export function isInLfs({ name }: { name: string }): boolean {
  return name.endsWith(".lua") && name !== LOADER && name !== `${START_LIST}.lua`;
}
