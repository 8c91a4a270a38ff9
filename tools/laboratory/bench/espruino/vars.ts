// JsVars that a program holds in a real interpreter: what is in use with it, less what its surroundings take
// without it.
import { createServer, type Socket } from "node:net";
import { SETTINGS } from "../../../../src/runtime/settings.ts";
import { type LiveDevice, type LiveOptions, runEspruino } from "../../hosts/espruino/live.ts";
import { type CannedBroker, createCannedBroker } from "../canned-broker.ts";
import { CHIP_ID, climateSettings } from "../climate.ts";

/** A program that has said nothing for so long has stopped. */
const PATIENCE_MS = 20_000;
/** So many in a row are no accident. */
const MOST_FAULTS = 4;
/** Nothing comes any more. */
const QUIET_MS = 200;
/** Every sensor answers 21.5 °C and 44 %, as climate's does. */
const AIR = '({write:function(){return true;},read:function(){return "\\x61\\x47\\x8a\\x70\\xa3\\x15";}})';

type Reach = (device: LiveDevice) => Promise<unknown>;

/**
 * When `reach` has resolved and the program is idle. No pin is remembered: a board does not hold that in
 * JsVars.
 */
export function heldVars(options: LiveOptions, reach: Reach): Promise<number> {
  const { script } = options;
  return steadily(async () => {
    const used = await withLive(options, async (device) => {
      await reach(device);
      device.type("$modes={};$levels={};");
      return idleVars(device);
    });
    return used - (await withLive({ ...options, script: "", standInsOf: script }, idleVars));
  });
}

/**
 * A device of this script as it is when it has told a broker everything; `look` may send it messages, and
 * asks how many it has published.
 */
export async function withConnected<T>(
  options: Pick<LiveOptions, "binary" | "script">,
  measure: (options: LiveOptions, settled: Reach, broker: () => TellingBroker) => Promise<T>,
): Promise<T> {
  let broker: CannedBroker | undefined;
  let published = 0;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const serving = createCannedBroker({
      write: (bytes) => socket.write(bytes, "latin1"),
      published: () => {
        published += 1;
      },
    });
    broker = serving;
    // The interpreter is killed with its socket open.
    socket.on("error", () => {});
    socket.on("data", (bytes) => serving.received(bytes.toString("latin1")));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  const until = (count: number): Promise<void> =>
    inTime(async () => {
      while (published < count) await pause(LOOK_MS);
    });
  const live = { ...options, i2c: AIR, chipId: CHIP_ID };
  try {
    return await measure(
      { ...live, storage: new Map([[SETTINGS, climateSettings("127.0.0.1", port)]]) },
      () => until(published + 1),
      () => ({ until, published, publish: (topic, payload) => broker?.publish(topic, payload) }),
    );
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

export interface TellingBroker {
  /** Messages of the device since it was started. */
  published: number;
  /** Waits for so many. */
  until: (count: number) => Promise<void>;
  publish: (topic: string, payload: string) => void;
}

const LOOK_MS = 2;

/** JsVars in use once nothing is under way any more: when they are the same for a while. */
export async function idleVars(device: LiveDevice): Promise<number> {
  const look = (): Promise<number> => inTime(device.jsVars);
  for (let before = -1, now = await look(); ; before = now, now = await look()) {
    if (now === before) return now;
    await pause(QUIET_MS);
  }
}

export async function withLive<T>(
  options: LiveOptions,
  look: (device: LiveDevice) => Promise<T>,
): Promise<T> {
  const device = runEspruino(options);
  try {
    return await look(device);
  } finally {
    device.dispose();
  }
}

/**
 * The interpreter has ended or does not answer. The Linux build reads its console in a second thread, without
 * a lock.
 */
class ConsoleFault extends Error {}

/** Measures, and measures anew when the console was at fault. */
export async function steadily<T>(measure: () => Promise<T>): Promise<T> {
  for (let faults = 1; ; faults += 1) {
    try {
      return await measure();
    } catch (error) {
      if (!(error instanceof ConsoleFault) || faults === MOST_FAULTS) throw error;
    }
  }
}

function inTime<T>(act: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(
      () => reject(new ConsoleFault("An interpreter of the bench does not answer.")),
      PATIENCE_MS,
    );
    act().then((value) => {
      clearTimeout(limit);
      resolve(value);
    }, reject);
  });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
