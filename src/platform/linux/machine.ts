// The machine that a device runs on, as its world: real time, sockets and hardware.

import { randomInt } from "node:crypto";
import { createSecureContext } from "node:tls";
import { RealStream } from "../../client/transport/real-stream.ts";
import type { Hardware } from "../../device/declare/device.ts";
import type { JournalPort } from "../../ports/journal.ts";
import type { UpdatePort } from "../../ports/updates.ts";
import { AUTHORITY } from "../../runtime/settings.ts";
import { createRealTimers } from "../node/real-timers.ts";
import type { Circuit, OneWireBus, World } from "../node/world.ts";
import { voltage } from "./analog.ts";
import { linuxBuses } from "./bus.ts";
import { availableMemory, hasNetwork, machineNumber, startReason, wifiSignal } from "./chip.ts";
import { LinuxLines } from "./lines.ts";
import { kernelOneWire } from "./one-wire.ts";
import type { Programs } from "./programs.ts";
import { pulse } from "./pwm.ts";
import type { Sysfs } from "./sysfs.ts";

/** What of a board the machine cannot tell. */
export interface MachineFacts {
  /** The numbers of its I2C buses, as in /dev/i2c-1, in the order in which wires count them. */
  i2c: readonly { readonly bus: number }[];
  /** By a line's id: the channel of PWM behind it ("pwmchip0 0"), and the one-wire bus on it ("w1_bus_master1"). */
  pwm: Readonly<Record<string, string>>;
  oneWire: Readonly<Record<string, string>>;
  /** Millivolts that read as full scale at its analog inputs; 0 where it has none. */
  analogMillivolts: number;
  hardware: Hardware;
}

export interface MachineOptions extends MachineFacts {
  programs: Programs;
  sysfs: Sysfs;
  storage: Map<string, string>;
  journal: JournalPort;
  /** Without it the device takes no updates. */
  updates?: UpdatePort | undefined;
  log: (line: string) => void;
  /** Starts the device anew. */
  restart: () => void;
  /** Told of what the device's own code throws. */
  failed: (error: unknown) => void;
}

export interface Machine extends World {
  /** Lets go of lines, timers and sockets. */
  end: () => void;
}

/** What tells each address that comes or goes. */
const MONITOR = ["-o", "monitor", "address"] as const;

export function createMachine(options: MachineOptions): Machine {
  const { programs, sysfs, storage, log, restart, failed } = options;
  const timers = createRealTimers();
  const lines = new LinuxLines(programs, log);
  const streams = new Set<RealStream>();

  const connect: World["connect"] = (to, events) => {
    const ca = storage.get(AUTHORITY);
    // A stored authority is the only one: whoever was let in by another one would be a stranger.
    const context = ca === undefined ? undefined : createSecureContext({ ca });
    const stream = new RealStream(to, context, events, () => streams.delete(stream));
    streams.add(stream);
    return stream;
  };

  const watchNetwork: World["watchNetwork"] = (changed) => {
    let was = hasNetwork();
    const look = (): void => {
      const is = hasNetwork();
      if (is !== was) changed(is);
      was = is;
    };
    const ended = (why: string): void => log(`nobody watches the network any more: ${why}`);
    return programs.start("ip", MONITOR, { line: look, ended }).end;
  };

  return {
    now: timers.now,
    after: timers.after,
    networkIsUp: hasNetwork,
    watchNetwork,
    connect,
    storage,
    journal: options.journal,
    ...(options.updates && { updates: options.updates }),
    i2c: linuxBuses(
      options.i2c.map(({ bus }) => bus),
      programs.run,
    ),
    circuit: circuitOf(lines, options),
    chip: {
      freeMemory: () => availableMemory(sysfs),
      resetReason: startReason(sysfs),
      signalStrength: () => wifiSignal(sysfs),
      restart,
      // The build refuses a device that sleeps.
      sleep: restart,
      memory: "",
    },
    random: (below) => randomInt(below),
    chipId: machineNumber(sysfs),
    hardware: options.hardware,
    log,
    failed,
    end() {
      timers.end();
      lines.end();
      for (const stream of streams) if (!stream.isClosing()) stream.drop();
    },
  };
}

function circuitOf(
  lines: LinuxLines,
  { sysfs, log, analogMillivolts, pwm, oneWire }: MachineOptions,
): Circuit {
  const buses = new Map<string | number, OneWireBus>();
  return {
    written: (pin, level) => lines.written(pin, level),
    pulsed(pin, hertz, duty) {
      if (!pulse(sysfs, pwm[pin] ?? pin, hertz, duty))
        log(`PWM ${pin} cannot be driven: is it switched on in this machine?`);
    },
    level: (pin, pulledUp) => lines.level(pin, pulledUp),
    watch: (pin, changed, pulledUp) => lines.watch(pin, pulledUp === true, (level) => changed(level, 0)),
    analog: (pin) => voltage(sysfs, pin, analogMillivolts),
    oneWire(pin) {
      const bus = buses.get(pin) ?? kernelOneWire(sysfs, oneWire[pin] ?? `${pin}`);
      buses.set(pin, bus);
      return bus;
    },
    // No board under Linux has a UART or an SPI for parts, or a strip of LEDs: the build refuses the role.
    sent: () => undefined,
    listen: () => () => undefined,
    exchanged: (bytes) => bytes,
    released: () => [],
    shown: () => false,
  };
}
