// A device in Node: the same runtime as on a board, with a world's time, network, bus and pins as its ports.
// Thousands fit into one process.

import { declarationFaults } from "../../device/declaration-faults.ts";
import type { DeviceDeclaration } from "../../device/device.ts";
import type { ClientLimits } from "../../mqtt/client.ts";
import type { Ports } from "../../ports/ports.ts";
import type { Wires } from "../../reading/part.ts";
import {
  closed,
  drained,
  networkIs,
  opened,
  type Runtime,
  received,
  stop,
  wakeUp,
} from "../../runtime/runtime.ts";
import { start } from "../../runtime/start.ts";
import { ownCopy } from "./own-copy.ts";
import type { SimulatedDevice, Stream, World } from "./world.ts";

/** What a computer allows a device that is not told otherwise. */
export const NODE_LIMITS: ClientLimits = { slots: 64, bytes: 16384, packetBytes: 65536, linkBytes: 65536 };

/** The port's clock wraps here. */
const CLOCK_WRAPS = 2 ** 31;

/**
 * Starts a device in `world` now. Its settings must be in the world's storage (runtime/settings-record.ts). Throws
 * when the declaration has faults, a sentence for each.
 */
export function startNodeDevice(
  world: World,
  declaration: DeviceDeclaration,
  wires: Wires,
  limits: ClientLimits = NODE_LIMITS,
): SimulatedDevice {
  const faults = declarationFaults(declaration);
  if (faults.length > 0) throw new Error(faults.join("\n"));
  let runtime: Runtime | undefined;
  let stream: Stream | undefined;
  let cancelWake = () => {};
  let leaveNetwork = () => {};

  function tell(event: (to: Runtime) => void): void {
    if (runtime !== undefined) event(runtime);
  }

  const ports: Ports = {
    milliseconds: () => world.now() % CLOCK_WRAPS,
    wake(ms) {
      cancelWake();
      cancelWake = world.after(ms, () => tell(wakeUp));
    },
    joinNetwork() {
      const changed = (up: boolean) => tell((to) => networkIs(to, up));
      leaveNetwork = world.watchNetwork(changed);
      if (world.networkIsUp()) world.after(0, () => changed(true));
    },
    openLink(endpoint) {
      stream = world.connect(endpoint, {
        opened: () => tell(opened),
        received: (bytes) => tell((to) => received(to, bytes)),
        drained: () => tell(drained),
        closed: (reason) => tell((to) => closed(to, reason)),
      });
    },
    writeLink: (bytes) => stream?.write(bytes),
    closeLink: () => stream?.close(),
    readRecord: (name) => world.storage.get(name),
    writeRecord(name, bytes) {
      world.storage.set(name, bytes);
      return true;
    },
    makeOutput: world.pinWritten,
    setLevel: world.pinWritten,
    setUpBus: () => {},
    writeBus: world.i2c.write,
    readBus: world.i2c.read,
    chipId: () => world.chipId,
    draw: world.random,
    log: world.log,
  };

  function halt(): void {
    cancelWake();
    leaveNetwork();
    runtime = undefined;
  }

  runtime = start(ports, ownCopy(declaration), wires, limits);
  return {
    engine: "node",
    stop(done) {
      tell(stop);
      halt();
      world.after(0, done);
    },
    kill() {
      stream?.drop();
      halt();
    },
  };
}
