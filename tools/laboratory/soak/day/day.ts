// A day of climate on a small computer: the folder of its image, started as a user does, over TLS at a real Mosquitto that
// restarts, behind a link that is cut again and again. Every temperature that the author asked for has to come.
import { fileURLToPath } from "node:url";
import { createCertificates } from "../../brokers/certificates.ts";
import { startMosquitto } from "../../brokers/mosquitto.ts";
import { startSubscriber } from "../../brokers/subscriber.ts";
import { faultSchedule, type Weather } from "../../worlds/fault-schedule.ts";
import { startHostileProxy } from "../hostile/proxy.ts";
import { createMachine } from "../machine/machine.ts";
import { countsOf, EVERY_MS, expectedOf, readingsOf } from "./readings.ts";

/** climate itself sends its values once, as QoS 0: a lost one is made up for by the next. */
const FIRMWARE = fileURLToPath(new URL("../climate-kept", import.meta.url));
/** No connection lasts: each is cut, or dead without a word, behind some of its bytes. */
const WEATHER: Weather = {
  refused: 6,
  silent: 12,
  cut: 2,
  halfOpen: 1,
  bytesBeforeBreak: 16_000,
  // A handshake of TLS in pieces of a few bytes would take longer than a fast clock gives it.
  inPieces: 0,
  longestDelayMs: 5,
};
/** The broker is away between two parts of the day. */
const PARTS = 3;
const LOOK_MS = 50;
const SETTLED_MS = 2000;
/** How long the last ones may take on their way, by the wall's clock: a busy machine is slow, and nothing is measured. */
const PATIENCE_MS = 60_000;

export interface DayOptions {
  seed: number;
  /** How many readings it lives for. */
  readings: number;
  /** How many times as fast as the wall's its clock goes. */
  speed: number;
  /** Told of how many readings there were, and how many temperatures came. */
  progress?: (read: number, came: number) => void;
}

export interface Day {
  /** In tenths of a degree: what had to come, and what came. */
  expected: number[];
  came: number[];
  connections: number;
  /** What the heater's line was told, and the states that were published: "0" and "1", one behind the other. */
  switched: string[];
  told: string[];
  /** The program's exit code when it was asked to end, and the last status. */
  exitCode: number | null;
  status: string | undefined;
}

/** Lives through it. */
export async function liveDay({ seed, readings: count, speed, progress }: DayOptions): Promise<Day> {
  const ends: (() => unknown)[] = [];
  try {
    const certificates = createCertificates();
    ends.unshift(certificates.remove);
    certificates.make("authority");
    certificates.make("broker", "authority");
    const broker = await startMosquitto({
      tls: [
        `certfile ${certificates.certificateFile("broker")}`,
        `keyfile ${certificates.keyFile("broker")}`,
      ],
    });
    ends.unshift(broker.end);
    // At QoS 2: at QoS 1 the broker itself would pass many on twice when it restarts.
    const subscriber = await startSubscriber(broker.plainPort, "subscriber", {}, 2);
    ends.unshift(subscriber.end);
    const proxy = await startHostileProxy({
      brokerPort: broker.port,
      seed,
      plan: faultSchedule(seed, WEATHER),
      isEncrypted: true,
    });
    ends.unshift(proxy.end);
    const machine = await createMachine({
      firmware: FIRMWARE,
      settings: { host: "127.0.0.1", port: proxy.port, tls: true, id: "pi", root: "home/pi" },
      authority: certificates.certificate("authority"),
      speed,
    });
    ends.unshift(machine.remove);

    const readings = readingsOf(count);
    const expected = expectedOf(readings);
    const temperatures = () => subscriber.payloadsOf("home/pi/temperature").map(tenths);
    const { standIns } = machine;
    standIns.answer(...readings.map(countsOf));
    machine.start();
    for (let part = 1; part <= PARTS; part += 1) {
      const until = Math.ceil((count * part) / PARTS);
      while (standIns.answered() < until) {
        await passed(Math.max(LOOK_MS, EVERY_MS / speed));
        progress?.(standIns.answered(), temperatures().length);
      }
      if (part === PARTS) break;
      await broker.stop();
      await broker.start();
    }
    proxy.calm();
    const deadline = Date.now() + PATIENCE_MS;
    while (temperatures().at(-1) !== expected.at(-1) && Date.now() < deadline) await passed(LOOK_MS);
    // What comes again may come behind all that had to come.
    await passed(SETTLED_MS);
    const exitCode = await machine.stop();
    await passed(SETTLED_MS);
    const once = (values: readonly string[]) => values.filter((value, at) => value !== values[at - 1]);
    return {
      expected,
      came: temperatures(),
      connections: proxy.connections(),
      switched: once(
        standIns
          .outputs()
          .filter((line) => line !== "")
          .map((line) => line.slice(-1)),
      ),
      told: once(subscriber.payloadsOf("home/pi/heater").map((state) => (state === "on" ? "1" : "0"))),
      exitCode,
      status: subscriber.payloadsOf("home/pi/status").at(-1),
    };
  } finally {
    for (const end of ends) await end();
  }
}

function tenths(payload: string): number {
  return Math.round(Number(payload) * 10);
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
