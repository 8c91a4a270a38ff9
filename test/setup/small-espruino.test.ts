// A set-up on the real interpreter whose pool is an ESP8266's, with its own sockets on loopback: JsVars with
// twenty networks found, two phones that load the page, and ten that call.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { setting } from "../../src/runtime/settings.ts";
import { TRIED } from "../../src/runtime/settings-trial.ts";
import { ACCESS_PASSWORD } from "../../src/setup/access-names.ts";
import { espruinoBinaries } from "../../tools/laboratory/hosts/espruino/binaries.ts";
import { runEspruino } from "../../tools/laboratory/hosts/espruino/live.ts";
import { needs, SMALL_ESPRUINO } from "../needs.ts";
import { setUpScript } from "./built.ts";

const MOST_JS_VARS = 900;
const LOOPBACK = "127.0.0.1";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, LOOPBACK);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A page, or what a form is answered. Whoever is refused, as both places are taken, calls again. */
async function load(url: string, form?: URLSearchParams): Promise<string> {
  for (let i = 0; i < 100; i += 1) {
    const answer = await fetch(url, form && { method: "POST", body: form }).catch(() => undefined);
    if (answer !== undefined) return answer.text();
    await sleep(200);
  }
  throw new Error("Nobody answers.");
}

test("a set-up takes at most 900 JsVars, with many networks and phones", needs(SMALL_ESPRUINO), async () => {
  const binary = espruinoBinaries().find(({ jsVars }) => jsVars < 2048);
  if (binary === undefined) return;
  const [http, dns] = [await freePort(), await freePort()];
  const script = await setUpScript({ HTTP_PORT: http, DNS_PORT: dns });
  const address = `${LOOPBACK}:${http}`;
  const storage = new Map([[ACCESS_PASSWORD, "pass-phrase-1"]]);
  const lines: string[] = [];
  const options = { binary, address, storage, log: (line: string) => lines.push(line) };
  const bare = runEspruino({ ...options, script: "", standInsOf: script });
  const empty = await bare.jsVars();
  bare.dispose();

  const board = runEspruino({ ...options, script });
  onTestFinished(() => board.dispose());
  const seen: number[] = [];
  const url = `http://${address}/`;
  await load(url);
  const [, scanned = ""] = /^scan (\d+)$/m.exec(lines.join("\n")) ?? [];
  expect(scanned).not.toBe("");
  let isOver = false;
  const watching = (async () => {
    while (!isOver) {
      seen.push(await board.jsVars());
      await sleep(5);
    }
  })();
  const pages = await Promise.all([load(url), load(url)]);
  for (const page of pages) expect(page).toMatch(/<\/html>$/);
  const sockets: Socket[] = Array.from({ length: 10 }, () => connect(http, LOOPBACK).on("error", () => {}));
  await Promise.all(sockets.map((socket) => once(socket, "connect")));
  for (const socket of sockets)
    socket.write(`GET / HTTP/1.1\r\nHost: ${address}\r\nUser-Agent: ${"a".repeat(300)}`);
  await sleep(1000);
  for (const socket of sockets) socket.destroy();
  const page = await load(url);
  const [, token = ""] = /name="token" value="([0-9a-f]{16})"/.exec(page) ?? [];
  const body = new URLSearchParams({
    token,
    ssid: "network 3",
    password: "pass-word",
    host: "192.168.1.20",
  });
  const answer = await load(url, body);
  isOver = true;
  await watching;
  expect(answer).toContain("being tried");
  expect(board.ranOutOfMemory()).toBe(false);
  expect(Math.max(Number(scanned), ...seen) - empty).toBeLessThanOrEqual(MOST_JS_VARS);
  await sleep(4000);
  board.kill();
  expect(setting(storage.get(TRIED) ?? "", "ssid")).toBe("network 3");
});
