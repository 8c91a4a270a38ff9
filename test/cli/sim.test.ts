import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { startBroker } from "../../tools/sim/embedded-broker.ts";
import { ringmote } from "./child.ts";

const folder = mkdtempSync(join(tmpdir(), "ringmote-sim-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("on a pipe telemetry comes as plain lines; SIGINT makes the device offline, kept by the broker, and exits with 0", async () => {
  const sim = ringmote(["sim", "--port", "0"]);
  await sim.wrote(/^\d{4}-\d\d-\d\dT\S+Z home\/living-room-[0-9a-f]{12}\/temperature 19\.\d$/m);
  await sim.wrote(/\/status online$/m);
  sim.process.kill("SIGINT");
  expect(await sim.ended).toBe(0);
  expect(sim.output().trimEnd()).toMatch(/\/status offline$/);
});

test("SIGTERM ends it in the same orderly way", async () => {
  const sim = ringmote(["sim", "--port", "0"]);
  await sim.wrote(/\/status online$/m);
  sim.process.kill("SIGTERM");
  expect(await sim.ended).toBe(0);
  expect(sim.output()).toMatch(/\/status offline$/m);
});

test("an independent client switches the heater, and the temperature turns", async () => {
  const sim = ringmote(["sim", "--port", "0", "--speed", "600"]);
  await sim.wrote(/mqtt:\/\/127\.0\.0\.1:\d+/);
  const [url] = /mqtt:\/\/127\.0\.0\.1:\d+/.exec(sim.errors()) ?? [""];
  const client = await connectAsync(url);
  onTestFinished(() => client.endAsync());
  await sim.wrote(/\/heater on$/m);
  await sim.wrote(/\/temperature 2[12]\.\d$/m);
  await sim.wrote(/\/heater off$/m);
  const [, root] = /(home\/\S+)\/heater off$/m.exec(sim.output()) ?? [];
  const temperatures: number[] = [];
  let turned = () => {};
  const turn = new Promise<void>((resolve) => (turned = resolve));
  client.on("message", (_topic, payload) => {
    temperatures.push(Number(payload.toString()));
    const lowest = Math.min(...temperatures);
    if (temperatures.length > 1 && temperatures[temperatures.length - 1] > lowest) turned();
  });
  await client.subscribeAsync(`${root}/temperature`);
  await client.publishAsync(`${root}/heater/set`, "on", { qos: 1 });
  await turn;
});

test("when the usual port is taken the broker takes a free one and says so", async () => {
  const other = createServer();
  onTestFinished(() => void other.close());
  // Whoever has the port already serves the purpose as well.
  await new Promise<void>((resolve) =>
    other.once("error", () => resolve()).listen(1883, "127.0.0.1", resolve),
  );
  const sim = ringmote(["sim"]);
  await sim.wrote(/\/status online$/m);
  expect(sim.errors()).toMatch(/^The broker is at mqtt:\/\/127\.0\.0\.1:\d+ \(port 1883 is taken\);/m);
});

test("a taken port that was asked for is refused with a sentence and 1", async () => {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const sim = ringmote(["sim", "--port", String(broker.port)]);
  expect(await sim.ended).toBe(1);
  expect(sim.errors()).toBe(
    `ringmote: Port ${broker.port} is taken by another program; give another one with --port, or 0 for any free one.\n`,
  );
});

test("a replayed series comes out as telemetry, and the run ends with it", async () => {
  const path = join(folder, "room.csv");
  const rows = Array.from({ length: 30 }, (_, minute) => `${minute * 60},${15 + minute / 2},40`);
  writeFileSync(path, `time,temperature,humidity\n${rows.join("\n")}\n`);
  const sim = ringmote(["sim", "--port", "0", "--speed", "600", "--replay", path, "--json"]);
  expect(await sim.ended).toBe(0);
  const messages = sim
    .output()
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { topic: string; payload: string });
  const temperatures = messages
    .filter(({ topic }) => topic.endsWith("/temperature"))
    .map(({ payload }) => Number(payload));
  expect(temperatures[0]).toBe(15);
  expect(temperatures.length).toBeGreaterThan(5);
  expect(temperatures).toEqual([...temperatures].sort((a, b) => a - b));
  expect(messages.at(-1)?.payload).toBe("offline");
});

test("it ends by itself after --minutes of the house", async () => {
  const sim = ringmote(["sim", "--port", "0", "--minutes", "2"]);
  expect(await sim.ended).toBe(0);
  expect(sim.errors()).toMatch(/The time given with --minutes is over\./);
});

test("when nobody reads its lines any more it ends in an orderly way", async () => {
  const sim = ringmote(["sim", "--port", "0"]);
  await sim.wrote(/\/status online$/m);
  sim.process.stdout?.destroy();
  expect(await sim.ended).toBe(0);
});
