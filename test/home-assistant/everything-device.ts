// The device of everything.ts at a broker on this computer, and what is at its pins.
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import type { HomeAssistantOptions } from "../../src/device/declare/home-assistant.ts";
import { createLines } from "../../src/platform/node/circuit.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import type { SimulatedDevice } from "../../src/platform/node/world.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { simulatedWires } from "../../tools/image/wiring/simulated-wires.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import type { AtEnd } from "../brokers/scene.ts";
import { everything } from "./everything.ts";

export interface EverythingDevice {
  lines: ReturnType<typeof createLines>;
  /** Switches it on; it remembers what it stored before. */
  start: () => SimulatedDevice;
  /** Takes its network away, which nobody notices at once, or gives it back. */
  setNetwork: (up: boolean) => void;
}

interface Setting {
  port: number;
  id: string;
  discovery?: HomeAssistantOptions;
  /** Another device with the same at its pins. */
  declare?: (discovery: HomeAssistantOptions) => DeviceDeclaration;
}

export function setEverything(
  { port, id, discovery = {}, declare = everything }: Setting,
  atEnd: AtEnd,
): EverythingDevice {
  const lines = createLines();
  const air = () => ({ celsius: 21.53, humidity: 40.2 });
  const world = createRealWorld({
    i2c: createSht3x({ now: () => performance.now(), air }),
    circuit: lines,
    storage: new Map([["settings", settingsRecord({ host: "127.0.0.1", port, id })]]),
  });
  atEnd(world.end);
  const declaration = declare(discovery);
  return {
    lines,
    start: () => startNodeDevice(world, declaration, simulatedWires(declaration)),
    setNetwork: world.setNetwork,
  };
}
