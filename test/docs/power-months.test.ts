// Rows of a simulated month in docs/power.md: firmware that sleeps, without a network for an hour of each day.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { hours } from "../../src/index.ts";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const page = readFileSync(new URL("../../docs/power.md", import.meta.url), "utf8");
const NAMES = ["soil", "letter-box", "rain-gauge"];
const BOARD = "d1-mini-espruino";
const [DAYS, HOURS] = [30, 24];
/** Hours of a day in which there is no network, and in which the flap is opened and closed. */
const [AWAY, OPENED, CLOSED] = [3, 10, 11];
/** mm an hour: a tip of the bucket. */
const RAIN = 0.2794;

async function monthRow(name: string): Promise<string> {
  const { declaration } = await readFirmware(name);
  const rain = { bucket: { flow: () => RAIN } };
  const trial = await startTrial(declaration, {
    board: BOARD,
    ...(name === "rain-gauge" && { around: rain }),
  });
  const flap = name === "letter-box" ? trial.contacts.get("flap") : undefined;
  for (let hour = 0; hour < DAYS * HOURS; hour++) {
    if (hour % HOURS === OPENED) flap?.open();
    if (hour % HOURS === CLOSED) flap?.close();
    if (hour % HOURS === AWAY) trial.cutNetwork();
    trial.pass(hours(1));
    trial.giveNetwork();
  }
  const readings = (declaration.sensors ?? []).flatMap((sensor) => trial.told(sensor.name));
  const connections = trial.told("status").filter((word) => word === "online");
  const { low, high } = trial.charge();
  await trial.end();
  const [least, most] = [low, high].map((mAh) => Number(mAh.toPrecision(2)));
  return `| a month of \`${name}\` | ${connections.length} | ${readings.length} | ${least} to ${most} |`;
}

test("the page has what a month of each firmware took in a trial", async () => {
  const rows = [];
  for (const name of NAMES) rows.push(await monthRow(name));
  expect(page.split("\n").filter((line) => line.startsWith("| a month of"))).toEqual(rows);
});
