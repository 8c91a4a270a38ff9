// ringmote sim: a house with the climate device, shown through the eyes of a client of its broker. `npm start` runs it.
import { Command } from "commander";
import { PortTaken } from "../sim/embedded-broker.ts";
import { DEFAULT_PORT, type House, openHouse } from "../sim/house.ts";
import { readSeries } from "../sim/series.ts";
import { createDisplay, type Display } from "./display.ts";
import { withExamples } from "./example.ts";
import { RunError } from "./failure.ts";
import { numberOption } from "./number-option.ts";
import { whenAskedToEnd } from "./when-asked-to-end.ts";

interface SimOptions {
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

export function simCommand(): Command {
  const command = new Command("sim")
    .description(
      "runs a broker, the climate device in a room that it heats, and a phone that switches the heater",
    )
    .option(
      "--port <number>",
      `the broker's port, 0 for any free one (default: ${DEFAULT_PORT}, or a free one)`,
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
      "whole number that the device's number and its random draws come from",
      numberOption("--seed", { least: 0, most: 2 ** 32 - 1, whole: true }),
      1,
    )
    .option("--replay <file>", "a CSV series (time, °C, %RH) in place of the room's air")
    .option(
      "--minutes <number>",
      "ends after this time of the house",
      numberOption("--minutes", { least: 0.01, most: 1e9 }),
    )
    .option("--json", "writes each received message as a line of JSON")
    .action(sim);
  return withExamples(command, "ringmote sim --speed 600 --minutes 30");
}

async function sim({ port, speed, seed, replay, minutes, json }: SimOptions): Promise<void> {
  const series = replay === undefined ? undefined : readSeries(replay);
  const asked = whenAskedToEnd();
  const display = createDisplay(process.stdout, process.stderr, json === true);
  const house = await open({ port, speed, seed, series, seen: display.message, log: display.remark });
  introduce(house, display, port, speed);
  const ends = [asked];
  if (minutes !== undefined)
    ends.push(passed(house, minutes * MINUTE_MS, "The time given with --minutes is over."));
  if (series !== undefined) ends.push(passed(house, series[series.length - 1].ms, "The series has ended."));
  display.remark(await Promise.race(ends));
  const seenOffline = await house.close();
  display.end();
  if (!seenOffline) throw new RunError("The device was stopped and its offline status was not seen.");
}

async function open(options: Parameters<typeof openHouse>[0]): Promise<House> {
  try {
    return await openHouse(options);
  } catch (error) {
    if (error instanceof PortTaken) throw new RunError(error.message);
    throw error;
  }
}

function introduce({ url }: House, { remark }: Display, port: number | undefined, speed: number): void {
  const avoided = port === undefined && !url.endsWith(`:${DEFAULT_PORT}`);
  const taken = avoided ? ` (port ${DEFAULT_PORT} is taken)` : "";
  remark(`The broker is at ${url}${taken}; a second is ${speed} in the house; Ctrl-C ends it.`);
}

function passed(house: House, ms: number, sentence: string): Promise<string> {
  return new Promise((resolve) => house.after(ms, () => resolve(sentence)));
}
