// Bugs of an image of NodeMCU's LFS: the chip would refuse it, or would run something else from it.
import { type PlantedBug, testsOf } from "./bug.ts";

const choice = testsOf("targets/nodemcu/flash/lfs");
const image = testsOf("targets/nodemcu/lfs/lfs-image");
const lua51 = image("for Lua 5.1 an image has every module of climate under its name, without debug data");

function inWriter(trap: string, name: string, right: string, wrong: string): PlantedBug {
  return { trap, folder: "tools/targets/nodemcu/lfs", name, right, wrong, caughtBy: lua51 };
}

export const LFS: readonly PlantedBug[] = [
  inWriter(
    "a string is not found, because its hash is another one than the chip counts",
    "stringHash",
    "(hash << 5) + (hash >>> 2)",
    "(hash << 5) + (hash >> 2)",
  ),
  inWriter(
    "an address is not moved to where the image lies",
    "imageWords",
    "addresses.add(at);",
    "if (at % 97 !== 0) addresses.add(at);",
  ),
  inWriter(
    "a file looks further back than the chip keeps, which finds that out when it has read half of it",
    "WINDOW_BITS",
    "14",
    "15",
  ),
  inWriter("an image says that it is for integers", "SIGNATURE", "0xfafaa154", "0xfafaa152"),
  {
    trap: "somebody else's modules are written over",
    folder: "tools/targets/nodemcu/flash",
    name: "obstacle",
    right: "found.some(isLfsName)",
    wrong: "found.some(() => true)",
    caughtBy: choice("that holds somebody else's modules keeps them, unless the user says otherwise"),
  },
  {
    trap: "code that fits from the LFS only goes into files",
    folder: "tools/targets/nodemcu/flash",
    name: "chooseLfs",
    right: "image.needsLfs === true",
    wrong: "false",
    caughtBy: choice("is not touched where it has to be the LFS"),
  },
];
