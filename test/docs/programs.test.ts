// docs/programs.md: both of its programs run, and do the same.
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { type Program, startProgram } from "./page-program.ts";

/** Runs a program of the page at a broker of its own. */
async function run(name: string): Promise<Program & { port: number }> {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  return { port: broker.port, ...startProgram("programs.md", name, broker.port) };
}

test.each(["ours", "MQTT.js"])("the program with the client %s hears, sends and ends", async (name) => {
  const { port, ended, printed } = await run(name);
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  onTestFinished(() => client.endAsync(true));
  const heard: string[] = [];
  client.on("message", (_topic, payload) => heard.push(`${payload}`));
  await client.subscribeAsync("home/hall/heater/set", { qos: 1 });
  // Retained: the program may come later.
  await client.publishAsync("home/hall/temperature", "19.5", { qos: 1, retain: true });
  await vi.waitFor(() => expect(heard, printed()).toEqual(["on"]), { timeout: 30_000 });
  expect(await ended).toBe(0);
  expect(printed()).toBe("hall: 19.5, heater on\n");
});

test.each([
  ["messages", "granted: 1,1\nhome/hall/motion: on, 2 bytes, QoS 1\nhome/hall/door: ok, 2 bytes, QoS 1\n"],
  ["connections", "connected, session kept: false\n"],
  ["requests", "1043 bolts\n"],
  ["log", "1: home/hall/temperature 20.7\n2: home/hall/temperature 21.0\n"],
  ["store", "The message to home/meter/energy was not acknowledged before its client ended.\n"],
])("the program about %s prints what it should, and ends by itself", async (name, expected) => {
  const { port, ended, printed } = await run(name);
  const client = await connectAsync(`mqtt://127.0.0.1:${port}`);
  onTestFinished(() => client.endAsync(true));
  const heard: string[] = [];
  client.on("message", (topic, payload) => heard.push(`${topic} ${payload}`));
  await client.subscribeAsync("home/meter/#", { qos: 1 });
  expect(await ended).toBe(0);
  expect(printed()).toBe(expected);
  if (name === "store") await vi.waitFor(() => expect(heard).toEqual(["home/meter/energy 1042"]));
});
