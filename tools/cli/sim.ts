// ringmote sim: a home of simulated devices, shown through the eyes of a client of its broker. `npm start` runs it.
import { Command } from "commander";
import { PortTaken } from "../sim/embedded-broker.ts";
import { clockText } from "../sim/home/time.ts";
import { BrokerUnreachable, DEFAULT_PORT, type House, type HouseOptions, openHouse } from "../sim/house.ts";
import type { BrokerAccess } from "../sim/household.ts";
import { ownFirmwareNames } from "../sim/own-firmware.ts";
import { readSeries } from "../sim/series.ts";
import { parseBrokerUrl } from "./broker-url.ts";
import { createDisplay, type Display } from "./display.ts";
import { withExamples } from "./example.ts";
import { RunError, UsageError } from "./failure.ts";
import { placeOfKey } from "./home-table.ts";
import { knownName } from "./known-name.ts";
import { withoutRepeatedAttempts } from "./news.ts";
import { numberOption } from "./number-option.ts";
import { listenToKeys } from "./plug-keys.ts";
import { readTlsIdentity, type TlsFiles } from "./tls-files.ts";
import { whenAskedToEnd } from "./when-asked-to-end.ts";

interface SimOptions extends TlsFiles {
  only?: string[];
  broker?: string;
  port?: number;
  speed: number;
  seed: number;
  replay?: string;
  minutes?: number;
  json?: boolean;
}

const DEFAULT_SPEED = 60;
/** At a higher speed the device's patience with a broker is over before a message can be there and back. */
const MOST_SPEED = 600;
const MINUTE_MS = 60_000;
/** Every console says these when all is well. */
const ROUTINE = /^(connecting to |connected$|stopped$)/;

export function simCommand(): Command {
  const command = new Command("sim")
    .description(
      "runs a home: a broker, all devices on simulated parts in rooms where people live, an automation, a phone",
    )
    .option("--only <names>", "firmware to run, with commas between: climate,lamp", firmwareList)
    .option(
      "--broker <url>",
      "somebody else's broker in place of one in this process: mqtt[s]://[user[:password]@]host[:port]",
    )
    .option("--ca <file>", "PEM file of the authority that signed that broker's certificate")
    .option("--cert <file>", "PEM file of the clients' certificate")
    .option("--key <file>", "PEM file of the certificate's key")
    .option(
      "--port <number>",
      `the port of the broker in this process, 0 for any free one (default: ${DEFAULT_PORT}, or a free one)`,
      numberOption("--port", { least: 0, most: 65535, whole: true }),
    )
    .option(
      "--speed <factor>",
      "seconds of the house in each real one",
      numberOption("--speed", { least: 1, most: MOST_SPEED }),
      DEFAULT_SPEED,
    )
    .option(
      "--seed <number>",
      "whole number that weather, people, mishaps and the devices' numbers come from",
      numberOption("--seed", { least: 0, most: 2 ** 32 - 1, whole: true }),
      1,
    )
    .option("--replay <file>", "a CSV series (time, °C, %RH) in place of the living room's air")
    .option(
      "--minutes <number>",
      "ends after this time of the house",
      numberOption("--minutes", { least: 0.01, most: 1e9 }),
    )
    .option("--json", "writes each received message as a line of JSON")
    .action(sim);
  return withExamples(command, "ringmote sim --only climate,lamp --speed 600 --minutes 30");
}

function firmwareList(text: string): string[] {
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0) throw new UsageError("--only needs names of firmware, such as climate,lamp.");
  return [...new Set(names.map((name) => knownName("firmware", name, ownFirmwareNames())))];
}

async function sim(options: SimOptions): Promise<void> {
  const { port, speed, seed, replay, minutes, json, only, broker } = options;
  if (broker !== undefined && port !== undefined)
    throw new UsageError(
      "--port is for the broker in this process, and --broker names another one; give one of them.",
    );
  const series = replay === undefined ? undefined : readSeries(replay);
  const access = broker === undefined ? undefined : accessOf(broker);
  const tls = readTlsIdentity(options);
  const asked = whenAskedToEnd();
  const display = createDisplay(process.stdout, process.stderr, json === true);
  const house = await open({
    broker: access,
    tls,
    port,
    only,
    speed,
    seed,
    series,
    seen: display.message,
    happened: ({ time, words }) => display.story(`${clockText(time)} ${words}.`),
    log: consoleNews(display),
  });
  introduce(house, display, options);
  display.showHome(house);
  const ends = [asked];
  const keys = listenToKeys(process.stdin, (key) => house.devices[placeOfKey(key)]?.switchPower());
  if (!display.isPlain) ends.push(keys.ended);
  if (minutes !== undefined)
    ends.push(passed(house, minutes * MINUTE_MS, "The time given with --minutes is over."));
  if (series !== undefined) ends.push(passed(house, series[series.length - 1].ms, "The series has ended."));
  display.remark(await Promise.race(ends));
  keys.end();
  const unseen = await house.close();
  display.end();
  if (unseen.length > 0)
    throw new RunError(`The devices were stopped and not seen going offline: ${unseen.join(", ")}.`);
}

/** How a broker is reached that somebody else runs. */
function accessOf(url: string): BrokerAccess {
  const { password, ...access } = parseBrokerUrl(url);
  return { ...access, secret: password };
}

async function open(options: HouseOptions): Promise<House> {
  try {
    return await openHouse(options);
  } catch (error) {
    if (error instanceof PortTaken || error instanceof BrokerUnreachable) throw new RunError(error.message);
    throw error;
  }
}

/** What consoles say, but for what goes without saying. */
function consoleNews({ story }: Display): HouseOptions["log"] {
  const consoles = new Map<string, (line: string) => void>();
  return (who, line) => {
    if (ROUTINE.test(line)) return;
    const say = consoles.get(who) ?? withoutRepeatedAttempts((news) => story(`${who}: ${news}`));
    consoles.set(who, say);
    say(line);
  };
}

function introduce({ url }: House, { remark, isPlain }: Display, { port, broker, speed }: SimOptions): void {
  const avoided = broker === undefined && port === undefined && !url.endsWith(`:${DEFAULT_PORT}`);
  const taken = avoided ? ` (port ${DEFAULT_PORT} is taken)` : "";
  const ends = isPlain ? "; Ctrl-C ends it" : "";
  remark(`The broker is at ${url}${taken}; a second is ${speed} in the house${ends}.`);
  if (!isPlain) remark("A device's letter pulls its plug or puts it back; Ctrl-C ends it all.");
}

function passed(house: House, ms: number, sentence: string): Promise<string> {
  return new Promise((resolve) => house.after(ms, () => resolve(sentence)));
}
