// The ports, on a world: what a device in Node asks for, its world answers.
import type { Ports } from "../../ports/ports.ts";
import type { Stream, World } from "./world.ts";

/** What the ports tell the device. */
export interface PortEvents {
  wakeUp: () => void;
  networkIs: (up: boolean) => void;
  opened: () => void;
  received: (bytes: string) => void;
  drained: () => void;
  closed: (reason: string) => void;
}

/** The ports of one device, and the ends of what they hold open. */
export interface NodePorts extends Ports {
  /** Power cut: nothing more is sent or called. */
  cut: () => void;
}

/** 31-bit milliseconds (bytes/milliseconds.ts). */
const WRAP_MS = 2 ** 31;

export function nodePorts(world: World, events: PortEvents): NodePorts {
  let stream: Stream | undefined;
  let cancelWake = () => {};
  let unwatch = () => {};

  return {
    clock: {
      now: () => Math.floor(world.now()) % WRAP_MS,
      wake(ms) {
        cancelWake();
        cancelWake = world.after(ms, events.wakeUp);
      },
    },
    network: {
      join() {
        unwatch();
        unwatch = world.watchNetwork(events.networkIs);
        if (world.networkIsUp()) events.networkIs(true);
      },
      open(endpoint) {
        stream = world.connect(endpoint, {
          opened: events.opened,
          received: events.received,
          drained: events.drained,
          closed: events.closed,
        });
      },
      write: (bytes) => stream?.write(bytes),
      close() {
        stream?.close();
        stream = undefined;
      },
    },
    storage: {
      read: (name) => world.storage.get(name),
      write(name, bytes) {
        world.storage.set(name, bytes);
        return true;
      },
    },
    pins: {
      output: (pin, level) => world.pinWritten(pin, level),
      write: (pin, level) => world.pinWritten(pin, level),
    },
    i2c: { setup: () => {}, write: world.i2c.write, read: world.i2c.read },
    system: { chipId: () => world.chipId, random: world.random, log: world.log },
    cut() {
      cancelWake();
      unwatch();
      stream?.drop();
      stream = undefined;
    },
  };
}
