// A NodeMCU chip in a world: runs an image of Lua files in real Lua with the firmware's own limits and
// faults.
import type { NodeMcuDevice, NodeMcuOptions } from "./device.ts";
import { createHardware } from "./hardware.ts";
import { Power } from "./power.ts";

export type { NodeMcuDevice, NodeMcuOptions } from "./device.ts";

const STOP_POLL_MS = 10;

/** Makes a chip with its image flashed, switched off. Nothing runs until `boot`. */
export function hostNodeMcu(options: NodeMcuOptions): NodeMcuDevice {
  const hardware = createHardware(options);
  const { world } = options;
  const { firmware, hostBytes, lfs } = hardware;
  const power = new Power(hardware);
  const { inspector } = power;
  return {
    engine: `nodemcu ${firmware.chip} (lua ${firmware.version})`,
    boot: () => power.switchOn(),
    isRunning: () => power.running !== undefined,
    panics: power.panics,
    bootError: () => power.bootError,
    restarts: () => Math.max(0, power.boots - 1),
    heapBytes: () => inspector.heapInUse() - hostBytes,
    hostBytes,
    allocatedDuring: (action) => inspector.allocatedDuring(action),
    instructionsDuring: (action) => inspector.instructionsDuring(action),
    evaluate: (text) => inspector.evaluate(text),
    files: {
      contents: (name) =>
        power.running === undefined ? world.storage.get(name) : power.running.parts.files.contents(name),
      cutPower: (changes, keptBytes) => power.running?.parts.files.cutPower(changes, keptBytes),
    },
    lfs,
    socketsHeld: () => power.running?.parts.sockets.socketsHeld() ?? 0,
    stop(done) {
      inspector.evaluate(options.stopLua ?? "halt()");
      const poll = () => {
        if ((power.running?.parts.sockets.socketsWanted() ?? 0) > 0) {
          world.after(STOP_POLL_MS, poll);
          return;
        }
        power.switchOff();
        done();
      };
      world.after(STOP_POLL_MS, poll);
    },
    kill: () => power.switchOff(),
  };
}
