// The image for a small computer, started as its user starts it, with programs that stand in for its hardware.
import { readFileSync } from "node:fs";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { featureCosts } from "../../../tools/image/build.ts";
import { keptImage } from "../../../tools/image/keep/kept-image.ts";
import { startBroker } from "../../../tools/sim/broker/embedded-broker.ts";
import { createMachine } from "./machine.ts";

const PATIENCE = { timeout: 20_000, interval: 50 };

async function started() {
  const broker = await startBroker(0);
  onTestFinished(() => broker.close());
  const settings = { host: "127.0.0.1", port: broker.port, id: "pi", root: "home/pi" };
  const machine = await createMachine({ firmware: "climate", settings });
  onTestFinished(machine.remove);
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => client.endAsync(true));
  const topics = new Map<string, string>();
  client.on("message", (topic, payload) => void topics.set(topic, payload.toString()));
  await client.subscribeAsync("home/#");
  const says = (topic: string, payload: string) =>
    vi.waitFor(() => expect(topics.get(`home/pi/${topic}`)).toBe(payload), PATIENCE);
  return { machine, client, says };
}

test("a Linux device measures, obeys, says offline and restarts unchanged", async () => {
  const { machine, client, says } = await started();
  const { standIns, start } = machine;
  // 21.5 °C and 48 %.
  standIns.answer([24903, 31457]);
  start();
  await says("status", "online");
  await says("temperature", "21.5");
  await says("humidity", "48");
  await client.publishAsync("home/pi/heater/set", "on");
  await says("heater", "on");
  expect(standIns.outputs()).toEqual(["--interactive --chip gpiochip0 17=0", "set 17=1"]);
  expect(await machine.stop()).toBe(0);
  await says("status", "offline");
  start();
  await says("status", "online");
  await says("heater", "off");
});

test("a Linux device reports a silent part until it answers", async () => {
  const { machine, says } = await started();
  const { standIns, start } = machine;
  start();
  await says("problem", "air: no answer");
  standIns.answer([24903, 31457]);
  await says("status", "online");
});

test("a Linux image cannot leave a feature out", async () => {
  const pi = { firmware: "climate", board: "raspberry-pi-zero-2-w" };
  await expect(keptImage({ ...pi, without: ["qos2"] })).rejects.toThrow(
    "An image for raspberry-pi-zero-2-w has every feature, and none can be left out; build it without --without qos2.",
  );
  expect((await keptImage({ ...pi, with: ["qos2"] })).files.map(({ name }) => name)).toContain("main.js");
  await expect(featureCosts(pi)).rejects.toThrow("so none has a cost; leave --costs out.");
});

test("a Linux image needs nothing but Node", async () => {
  const { files } = await keptImage({ firmware: "climate", board: "raspberry-pi-zero-2-w" });
  const text = (name: string) => files.find((file) => file.name === name)?.content.text ?? "";
  expect(files.map(({ name }) => name)).toEqual(["main.js", "package.json", "climate.service"]);
  expect(JSON.parse(text("package.json"))).toMatchObject({ type: "module", main: "main.js" });
  expect(JSON.parse(text("package.json")).dependencies).toBeUndefined();
  const imported = [
    ...text("main.js").matchAll(/(?:^|[\s;])(?:import|export)\b[^"']*? from ["']([^"']+)["']/g),
  ];
  expect(imported.length).toBeGreaterThan(0);
  for (const [, name] of imported) expect(name).toMatch(/^node:|^(?:crypto|tls|net|os|fs|path)$/);
  expect(text("climate.service")).toContain("ExecStart=/usr/bin/node /opt/climate\n");
  expect(readFileSync(new URL("../../../docs/linux.md", import.meta.url), "utf8")).toContain("gpiod");
});
