// A device in real time that counts energy: what it has counted today, as a number and with the time of its
// measuring. Its clock hears the time from a topic, so that no test ends in another day than it began in.
import { connectAsync } from "mqtt";
import { device, homeAssistant, hours, seconds, sensor, totalOf } from "../../../src/index.ts";
import { startNodeDevice } from "../../../src/platform/node/device.ts";
import { createRealWorld } from "../../../src/platform/node/real-world.ts";
import type { SimulatedDevice } from "../../../src/platform/node/world.ts";
import { newPart, type Part, type Quantity, setReading } from "../../../src/reading/part.ts";
import { SETTINGS } from "../../../src/runtime/settings.ts";
import { settingsRecord } from "../../../src/runtime/settings-record.ts";
import { flashJournal } from "../../../tools/sim/worlds/flash-journal.ts";
import type { AtEnd } from "../scene.ts";

export interface Meter {
  /** Hundredths of a kWh are counted from now on. */
  count: (hundredths: number) => void;
  start: () => void;
  /** An orderly end: what it has counted is kept. */
  stop: () => Promise<void>;
  /** Its power goes: what it has counted since it was kept is lost. */
  kill: () => void;
  /** Takes its network away, or gives it back. */
  setNetwork: (up: boolean) => void;
}

const CLOCK_TOPIC = "home/time";
const DAY_S = 86_400;

export async function setMeter(id: string, port: number, atEnd: AtEnd): Promise<Meter> {
  let counted = 0;
  const part: Part & { total?: Quantity } = newPart(
    "meter",
    "none",
    () => {},
    () => 0,
    () => {
      setReading(total, counted);
      return "";
    },
  );
  const total: Quantity = { part, decimals: 2, value: undefined };
  const energy = { unit: "kWh", decimals: 2, every: seconds(1), deviceClass: "energy" } as const;
  const declaration = device({
    name: "meter",
    status: { keepAlive: seconds(10) },
    clock: { topic: CLOCK_TOPIC, zone: "Europe/Berlin" },
    sensors: [
      sensor("plain", totalOf(total, { each: "day" }), energy),
      sensor("stamped", totalOf(total, { each: "day" }), {
        ...energy,
        stamped: true,
        history: { keep: hours(1), every: seconds(2) },
      }),
    ],
    discovery: homeAssistant({ label: id }),
  });
  const world = createRealWorld({
    storage: new Map([[SETTINGS, settingsRecord({ host: "127.0.0.1", port, id })]]),
  });
  atEnd(world.end);
  const journal = flashJournal();
  const noon = (Math.floor(Date.now() / 1000 / DAY_S) + 0.5) * DAY_S;
  const begun = performance.now();
  const teller = await connectAsync(`mqtt://127.0.0.1:${port}`);
  const tell = () =>
    teller.publish(CLOCK_TOPIC, String(Math.floor(noon + (performance.now() - begun) / 1000)));
  const telling = setInterval(tell, 500);
  atEnd(async () => {
    clearInterval(telling);
    await teller.endAsync(true);
  });
  let running: SimulatedDevice | undefined;
  return {
    count: (hundredths) => {
      counted += hundredths;
    },
    start() {
      counted = 0;
      running = startNodeDevice({ ...world, journal }, declaration, {});
    },
    stop: () => new Promise((resolve) => running?.stop(resolve)),
    kill: () => running?.kill(),
    setNetwork: world.setNetwork,
  };
}
