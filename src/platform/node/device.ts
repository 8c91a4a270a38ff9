// A device in Node: the same runtime as on a board, in a world of its own. Thousands fit into one process.
import type { DeviceDeclaration } from "../../device/device.ts";
import type { ClientLimits } from "../../mqtt/client.ts";
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
import { SETTINGS_PAUSE_MS, start } from "../../runtime/start.ts";
import { nodePorts } from "./ports.ts";
import type { World } from "./world.ts";

/** What a computer allows a device that is not told otherwise. */
export const NODE_LIMITS: ClientLimits = { slots: 64, bytes: 16384, packetBytes: 65536, linkBytes: 65536 };

export interface NodeDevice {
  engine: "node";
  /** The device's state; `undefined` until its settings were found. */
  runtime: () => Runtime | undefined;
  /** Orderly stop: "offline" is published, the stream closes. */
  stop: (done: () => void) => void;
  /** Power cut: nothing more is sent, the stream is dropped without a word. */
  kill: () => void;
}

/**
 * Starts a device in `world`, whose storage holds its settings (runtime/settings-record.ts). Each device needs a
 * declaration of its own: parts keep their state in it.
 */
export function startDevice(
  declaration: DeviceDeclaration,
  wires: Wires,
  world: World,
  limits: ClientLimits = NODE_LIMITS,
): NodeDevice {
  let runtime: Runtime | undefined;
  const ports = nodePorts(world, {
    wakeUp: () => (runtime === undefined ? begin() : wakeUp(runtime)),
    networkIs: (up) => runtime && networkIs(runtime, up),
    opened: () => runtime && opened(runtime),
    received: (bytes) => runtime && received(runtime, bytes),
    drained: () => runtime && drained(runtime),
    closed: (reason) => runtime && closed(runtime, reason),
  });
  function begin(): void {
    runtime = start(ports, declaration, wires, limits);
    if (runtime === undefined) ports.clock.wake(SETTINGS_PAUSE_MS);
    else if (world.networkIsUp()) networkIs(runtime, true);
  }
  begin();
  return {
    engine: "node",
    runtime: () => runtime,
    stop(done) {
      if (runtime !== undefined) stop(runtime);
      ports.network.close();
      ports.clock.wake(1);
      world.after(0, () => {
        ports.cut();
        done();
      });
    },
    kill: ports.cut,
  };
}
