// A program of the build's on a chip that hosts it, in Lua 5.1 or 5.3: started, and started anew when it has
// stopped.
import type { ImageFile } from "../../image/build.ts";
import { createVirtualWorld } from "../../sim/worlds/virtual-world.ts";
import type { LuaVersion } from "../../targets/nodemcu/lua-wasm.ts";
import { hostNodeMcu } from "../hosts/nodemcu/nodemcu.ts";

/** From power until the program has run: init.lua waits. */
const STARTED_MS = 5000;

export interface ProgramInLua extends Pick<ReturnType<typeof hostNodeMcu>, "evaluate" | "heapBytes"> {
  /** Starts it where something before has ended it. Throws when it does not start. */
  revive: () => void;
}

/** The program on a chip whose Lua is this one, started. */
export function startInLua(files: readonly ImageFile[], lua: LuaVersion): ProgramInLua {
  const world = createVirtualWorld();
  const device = hostNodeMcu({
    image: Object.fromEntries(files.map(({ name, content }) => [name, content.text])),
    chip: lua === "5.1" ? "esp8266" : "esp32",
    lua,
    world,
    splitOdds: 0,
    loadBytecode: true,
  });
  function boot(): void {
    device.boot();
    world.clock.advance(STARTED_MS);
    const problem = device.bootError();
    if (problem !== undefined) throw new Error(`The program does not start in Lua ${lua}: ${problem}`);
  }

  boot();
  return {
    evaluate: device.evaluate,
    heapBytes: device.heapBytes,
    revive() {
      if (!device.isRunning()) boot();
    },
  };
}
