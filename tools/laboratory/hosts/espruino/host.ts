// A board running Espruino, hosted in this process: an emitted script in a context reduced to the
// interpreter's features.
import type { EspruinoDevice, EspruinoOptions } from "./device.ts";
import { prepareScript } from "./poor-script.ts";
import { Power } from "./power.ts";
import { BOOT_FILE } from "./storage.ts";

export type { EspruinoDevice, EspruinoOptions } from "./device.ts";

/**
 * Checks the script, stores it, and powers the board on. The program starts a moment later on the world's
 * clock.
 */
export function hostEspruino(options: EspruinoOptions): EspruinoDevice {
  if (options.script !== undefined) {
    const bytes = Buffer.from(options.script, "utf8").toString("latin1");
    prepareScript(bytes);
    options.world.storage.set(BOOT_FILE, bytes);
  }
  const power = new Power(options);
  power.powerOn();
  return {
    engine: "espruino (vm)",
    errors: power.errors,
    get stacks() {
      return power.program?.interpreter.uncaught.stacks ?? [];
    },
    get boots() {
      return power.boots;
    },
    get freeVars() {
      return power.freeVars;
    },
    set freeVars(count: number) {
      power.freeVars = count;
    },
    get openDoors() {
      return power.doors.open;
    },
    evaluate: (source) => power.program?.evaluate(source),
    reboot: () => power.reboot("reset"),
    stop: (done) => power.stop(done),
    kill: () => power.cut(),
  };
}
