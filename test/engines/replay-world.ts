// The world of a replay: everything comes from a recording, at its moments, and what the device does is
// written down again.

import type { Stream, StreamEvents } from "../../src/client/transport/stream.ts";
import { steadyChip } from "../../src/platform/node/steady-chip.ts";
import type { World } from "../../src/platform/node/world.ts";
import type { AddressedBus } from "../../tools/laboratory/hosts/nodemcu/bus.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import type { Input, Recording, Step, Transfer } from "./recording.ts";
import { createReplayCircuit } from "./replay-circuit.ts";
import { createScribe, finished } from "./scribe.ts";

/** An engine with one image in it, as a replay drives it. */
export interface Stage {
  /** From power to the device's own start, in milliseconds. */
  startsAfterMs: number;
  /** Puts the device into the world and gives it power. */
  start: (world: World) => StagedDevice;
  /** The role that a pin of the image plays. */
  roleOf: (pin: string | number) => string;
}

export interface StagedDevice {
  /** An orderly end. */
  stop: () => void;
  /** The power goes. */
  kill: () => void;
}

/** Espruino draws 31 bits and takes the remainder itself. */
const WHOLE_DRAW = 0x80000000;
/** What a draw gives that the recording has not: the replay differs from here on. */
const NO_DRAW = 0;
export const CHIP_ID = "a1b2c3d4e5f6";

/** Gives a device on `stage` what `recording` holds; returns what it then asked and did. */
export function replay(recording: Recording, stage: Stage): Recording {
  const startsAt = recording.clock;
  const clock = createVirtualClock(startsAt - stage.startsAfterMs);
  const storage = new Map(recording.records.map(({ name, bytes }) => [name, bytes]));
  const scribe = createScribe({ at: () => clock.now() - startsAt, storage });
  const circuit = createReplayCircuit(scribe, stage.roleOf);
  const listeners = new Map<number, StreamEvents>();
  let watcher = (_up: boolean) => {};
  let isUp = false;
  let draws: Step["draws"] = [];
  let transfers: Transfer[] = [];
  let connections = 0;

  function connect(endpoint: Parameters<World["connect"]>[0], events: StreamEvents): Stream {
    connections += 1;
    const connection = connections;
    const { host, port, tls } = endpoint;
    let drains = false;
    listeners.set(connection, events);
    scribe.link({ kind: "open", connection, host, port, tls });

    // All that is written leaves at once: in the next turn of the same moment.
    function drained(): void {
      drains = false;
      listeners.get(connection)?.drained();
    }

    return {
      write(bytes) {
        if (bytes === "") return;
        scribe.link({ kind: "send", connection, bytes });
        if (!drains) clock.after(0, drained);
        drains = true;
      },
      close() {
        listeners.delete(connection);
        scribe.link({ kind: "close", connection });
      },
      drop: () => listeners.delete(connection),
    };
  }

  /** The next answer, when it is one to a question like this. */
  function expected(kind: Transfer["kind"], address: number): Transfer | undefined {
    const next = transfers[0];
    return next?.kind === kind && next.address === address ? next : undefined;
  }

  const i2c: AddressedBus = {
    acknowledges(address, reading) {
      const next = expected(reading ? "read" : "write", address);
      const answers = next?.kind === "write" ? next.acknowledged : next?.bytes !== undefined;
      if (next !== undefined && answers) return true;
      transfers.shift();
      if (next !== undefined) scribe.transfer(next);
      return false;
    },
    write(address, bytes) {
      const next = expected("write", address);
      transfers.shift();
      const acknowledged = next?.kind === "write" && next.acknowledged;
      scribe.transfer({ kind: "write", address, bytes, acknowledged });
      return acknowledged;
    },
    read(address, count) {
      const next = expected("read", address);
      transfers.shift();
      const bytes = next?.kind === "read" ? next.bytes : undefined;
      scribe.transfer({ kind: "read", address, count, bytes });
      return bytes;
    },
  };

  const world: World = {
    now: clock.now,
    after: clock.after,
    networkIsUp: () => isUp,
    watchNetwork(changed) {
      watcher = changed;
      return () => {
        watcher = () => {};
      };
    },
    connect,
    storage,
    i2c,
    circuit,
    chip: steadyChip(),
    random(below) {
      const draw = draws.shift();
      scribe.draw({
        below: below === WHOLE_DRAW && draw !== undefined ? draw.below : below,
        value: draw?.value ?? NO_DRAW,
      });
      return draw?.value ?? NO_DRAW;
    },
    chipId: CHIP_ID,
    log: () => {},
  };

  function tell(input: Input): void {
    if (input.kind === "network") {
      isUp = input.up;
      watcher(isUp);
    } else if (input.kind === "stop") device?.stop();
    else if (input.kind === "level") circuit.drive(input.pin, input.level, input.ago);
    else if (input.kind === "heard") circuit.say(input.pin, input.bytes);
    else if ("connection" in input) tellOf(input);
  }

  function tellOf(input: Extract<Input, { connection: number }>): void {
    const events = listeners.get(input.connection);
    if (input.kind === "opened") events?.opened();
    else if (input.kind === "received") events?.received(input.bytes);
    else {
      listeners.delete(input.connection);
      events?.closed(input.reason);
    }
  }

  let device: StagedDevice | undefined;
  for (const { at, input, ...step } of recording.steps) {
    if (input.kind !== "start") clock.advance(startsAt + at - clock.now());
    scribe.input(input);
    draws = [...step.draws];
    transfers = [...step.transfers];
    circuit.expect(step.asked);
    if (input.kind === "start") {
      device = stage.start(world);
      clock.advance(stage.startsAfterMs);
    } else tell(input);
    clock.advance(0);
  }
  return finished(scribe, recording);
}
