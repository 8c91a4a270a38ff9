// A house in one process: a broker, the climate device in its room, a phone, and a watcher who sees what the broker saw.
import climate from "../../firmware/climate/device.ts";
import { commandTopic, ROOT, statusTopic, valueTopic } from "../../src/device/topics.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { startBroker, startBrokerNear } from "./embedded-broker.ts";
import { createPacedTimers } from "./paced-timers.ts";
import { type PhoneTopics, startPhone } from "./phone.ts";
import type { EndingTimers } from "./real-timers.ts";
import { createRealWorld, type RealWorld } from "./real-world.ts";
import type { Sample } from "./series.ts";
import { simulatedWires } from "./simulated-wires.ts";
import { createSurroundings } from "./surroundings.ts";
import { type SeenMessage, watchBroker } from "./watcher.ts";

export interface HouseOptions {
  /** A port that must be free. Default: 1883, or any free one. */
  port?: number;
  /** Milliseconds of the house in each real one. */
  speed: number;
  seed: number;
  /** Air that was measured, in place of the room's. */
  series?: readonly Sample[];
  /** What the watcher received from the broker. */
  seen: (message: SeenMessage) => void;
  /** A line of the device's console. */
  log: (line: string) => void;
}

export interface House {
  url: string;
  /** Calls `then` after `ms` milliseconds of the house. */
  after: (ms: number, then: () => void) => void;
  /**
   * Stops the device in an orderly way, waits until the watcher has seen it go offline, and ends everything.
   * False when that was not seen in time.
   */
  close: () => Promise<boolean>;
}

export const DEFAULT_PORT = 1883;

/** In °C: what the phone's owner calls cold and warm. The room starts colder. */
const COMFORT = { coldBelow: 20, warmAbove: 21.5 };
/** How long the device may take to be seen going offline, in real milliseconds. */
const OFFLINE_MS = 3000;

/** Opens the house and starts everything in it. Throws PortTaken when a given port is not free. */
export async function openHouse(options: HouseOptions): Promise<House> {
  const { port, speed, seen } = options;
  const broker = await (port === undefined ? startBrokerNear(DEFAULT_PORT) : startBroker(port));
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const timers = createPacedTimers(speed);
  const world = createHouseWorld(timers, broker.port, options);
  const root = `${ROOT}${climate.name}-${world.chipId}`;

  let sawOffline = () => {};
  const watcher = await watchBroker(url, (message) => {
    seen(message);
    if (message.topic === statusTopic(root) && message.payload.toString() === "offline") sawOffline();
  });
  const phone = await startPhone(url, phoneTopics(root), COMFORT);
  const device = startNodeDevice(world, climate, simulatedWires(climate));

  async function close(): Promise<boolean> {
    const offline = new Promise<boolean>((resolve) => {
      sawOffline = () => resolve(true);
    });
    await phone.end();
    device.stop(() => {});
    const wasSeen = await Promise.race([offline, tooLate()]);
    await watcher.end();
    await world.end();
    await broker.close();
    return wasSeen;
  }

  return { url, after: (ms, then) => void timers.after(ms, then), close };
}

function createHouseWorld(
  timers: EndingTimers,
  port: number,
  { seed, series, log }: HouseOptions,
): RealWorld {
  const settings = settingsRecord({ host: "127.0.0.1", port });
  return createRealWorld({
    timers,
    seed,
    ...createSurroundings(timers.now, series),
    storage: new Map([[SETTINGS, settings]]),
    log,
  });
}

function phoneTopics(root: string): PhoneTopics {
  return {
    temperature: valueTopic(root, "temperature"),
    heater: valueTopic(root, "heater"),
    heaterCommand: commandTopic(root, "heater"),
  };
}

function tooLate(): Promise<boolean> {
  return new Promise((resolve) => setTimeout(() => resolve(false), OFFLINE_MS).unref());
}
