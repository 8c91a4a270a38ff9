// The first line of the README, in an empty folder: clone, npm ci, npm start on a pipe.
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { run, start } from "./program.ts";
import { watch } from "./retained.ts";

const CHECKOUT = fileURLToPath(new URL("../../", import.meta.url));
const DEFAULT_PORT = 1883;

beforeAll(takeDefaultPort);

/** Holds the default port, if nobody does already: the broker has to find another one. */
function takeDefaultPort(): Promise<void> {
  const server = createServer().unref();
  return new Promise((resolve) => {
    server.once("error", () => resolve());
    server.listen(DEFAULT_PORT, "127.0.0.1", resolve);
  });
}

test("a fresh clone shows telemetry, takes a command and ends in order", async () => {
  const folder = mkdtempSync(join(tmpdir(), "ringmote-first-run-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  await run("git", ["clone", "--quiet", CHECKOUT, folder], tmpdir());
  await run("npm", ["ci", "--prefer-offline"], folder);
  const house = start("npm", ["start"], folder);
  const [url] = await house.wrote(/mqtt:\/\/127\.0\.0\.1:\d+/);
  expect(url).not.toBe(`mqtt://127.0.0.1:${DEFAULT_PORT}`);
  const [, root] = await house.wrote(/ (home\/living-room-\S+)\/status online$/m);
  await house.wrote(/\/temperature 19\.\d$/m);

  const { client, saw } = await watch(url);
  const temperature = (wanted: (celsius: number) => boolean) =>
    saw(({ topic, payload }) => topic === `${root}/temperature` && wanted(Number(payload)));
  // The automation has switched the heater on in the cold room; above 20 °C it does not interfere.
  const warm = Number((await temperature((celsius) => celsius > 20.4)).payload);
  await client.publishAsync(`${root}/heater/set`, "off", { qos: 1 });
  await saw(({ topic, payload, retained }) => topic === `${root}/heater` && payload === "off" && !retained);
  let highest = warm;
  await temperature((celsius) => {
    highest = Math.max(highest, celsius);
    return celsius < highest;
  });

  house.signal("SIGINT");
  // npm repeats a Ctrl-C to its child. On a busy machine the repetition meets the child at its exit, after
  // the orderly end.
  expect([0, null]).toContain(await house.ended);
  expect(house.written()).toMatch(new RegExp(`${root}/status offline$`, "m"));
});
