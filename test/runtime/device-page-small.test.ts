// The page of a device on the real interpreter whose pool is an ESP8266's, with its own sockets on loopback:
// the JsVars of the device and of its page, which ten phones load.
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { buildImage } from "../../tools/image/build.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { runEspruino } from "../../tools/laboratory/hosts/espruino/live.ts";
import { freePort } from "../../tools/sim/devices/simulated-set-up.ts";
import { needs, SMALL_ESPRUINO } from "../needs.ts";
import { firmwareWith } from "../setup/built.ts";

const LOOPBACK = "127.0.0.1";

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Whoever is refused, as both places are taken, calls again. */
async function load(url: string): Promise<string> {
  for (let i = 0; i < 100; i += 1) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer !== undefined) return answer.text();
    await sleep(200);
  }
  throw new Error("Nobody answers.");
}

test("a page under ten phones fits an ESP8266 under Espruino", needs(SMALL_ESPRUINO), async () => {
  const binary = espruinoBinaries().find(({ jsVars }) => jsVars < 2048);
  if (binary === undefined) return;
  const port = await freePort();
  const image = await buildImage({
    firmware: firmwareWith('page: true, diagnostics: ["uptime"],'),
    board: "d1-mini-espruino",
    constants: { "src/runtime/device-page.ts": { HTTP_PORT: port } },
  });
  const script = image.files[0]?.content.text ?? "";
  const lines: string[] = [];
  const record = settingsRecord({ ssid: "home", password: "pass-word", host: LOOPBACK, port: 1 });
  const storage = new Map([[SETTINGS, record]]);
  const options = {
    binary,
    storage,
    address: `${LOOPBACK}:${port}`,
    log: (line: string) => lines.push(line),
  };
  const bare = runEspruino({ ...options, script: "", standInsOf: script });
  const empty = await bare.jsVars();
  bare.dispose();

  const device = runEspruino({ ...options, script });
  onTestFinished(() => device.dispose());
  const url = `http://${LOOPBACK}:${port}/`;
  expect(await load(url)).toMatch(/Broker: not connected.*<\/html>$/s);
  const atRest = await device.jsVars();
  const seen: number[] = [];
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      seen.push(await device.jsVars());
      await sleep(5);
    }
  })();
  for (const page of await Promise.all([load(url), load(url)])) expect(page).toMatch(/<\/html>$/);
  const sockets: Socket[] = Array.from({ length: 10 }, () => connect(port, LOOPBACK).on("error", () => {}));
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  for (const socket of sockets)
    socket.write(`GET / HTTP/1.1\r\nHost: ${LOOPBACK}\r\nUser-Agent: ${"a".repeat(300)}`);
  await sleep(1000);
  for (const socket of sockets) socket.destroy();
  expect(await load(url)).toMatch(/<\/html>$/);
  isOver = true;
  await watching;
  expect(device.ranOutOfMemory()).toBe(false);
  const most = Math.max(...seen) - empty;
  expect(most).toBeGreaterThan(atRest - empty);
  expect(most).toBeLessThanOrEqual(image.held.most);
});
