// Memory that the programs of a home keep of devices, when a stranger publishes under ever new names.
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { startAutomation } from "../../firmware/automation/automation.ts";
import { MOST_DEVICES } from "../../firmware/automation/known-devices.ts";
import { createRealWorld } from "../../src/platform/node/real-world.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { startPhone } from "../../tools/sim/home/phone.ts";

/** A broker, a world that keeps what is said in it, and a client that publishes. */
async function stage() {
  const broker = await startBroker(0);
  onTestFinished(broker.close);
  const lines: string[] = [];
  const world = createRealWorld({ log: (line) => lines.push(line) });
  onTestFinished(() => world.end());
  const stranger = await connectAsync(`mqtt://127.0.0.1:${broker.port}`);
  onTestFinished(() => stranger.endAsync());
  const heard: string[] = [];
  stranger.on("message", (topic, payload) => heard.push(`${topic} ${payload}`));
  await stranger.subscribeAsync(["home/+/+/set", "home/+/+/+/set", "home/automation/did"], { qos: 1 });
  const say = (topic: string, payload: string, retain = false) =>
    stranger.publishAsync(`home/${topic}`, payload, { qos: 1, retain });
  const flood = (what: string, payload: string) =>
    Promise.all(Array.from({ length: 2 * MOST_DEVICES }, (_, i) => say(`x${i}/${what}`, payload)));
  return { world, lines, heard, say, flood, access: { host: "127.0.0.1", port: broker.port } };
}

const LEFT_OUT = `follows the first ${MOST_DEVICES} devices; "x${MOST_DEVICES - 1}" and later ones are left alone`;

test("the phone limits its devices to a home's worth and reports once", async () => {
  const { world, lines, heard, say, flood, access } = await stage();
  const phone = startPhone(world, { ...access, id: "phone", root: "home/" });
  onTestFinished(() => phone.kill());
  await say("front-door-3fa2c1/status", "online", true);
  await expect
    .poll(() => {
      phone.command("front-door", "lock", "lock");
      return heard;
    })
    .toContain("home/front-door-3fa2c1/lock/set lock");
  await flood("status", "online");
  await say("late-3fa2c1/status", "online");
  await say("front-door-4fa2c1/status", "online");
  const commanded = "home/front-door-4fa2c1/lock/set unlock";
  await expect
    .poll(() => {
      phone.command("front-door", "lock", "unlock");
      return heard;
    })
    .toContain(commanded);
  phone.command("late", "lock", "unlock");
  expect(lines.filter((line) => line === LEFT_OUT)).toHaveLength(1);
  expect(lines.slice(-2)).toEqual([LEFT_OUT, "knows no device called late"]);
});

test("the automation limits its devices to a home's worth and reports once", async () => {
  const { world, heard, say, flood, access } = await stage();
  const automation = startAutomation(world, { broker: access });
  onTestFinished(() => automation.kill());
  await say("lamp-3fa2c1/moisture", "30", true);
  const isDry = "home/automation/did lamp: 30 % is dry, the bed wants water";
  await expect.poll(() => heard).toEqual([isDry]);
  await say("lamp-3fa2c1/light", "off");
  await flood("motion", "off");
  await say("late-3fa2c1/light", "off");
  await say("x0/illuminance", "3");
  await say("x1/illuminance", `3${" ".repeat(1024)}`);
  await say("x1/motion", "on");
  await say("x0/motion", "on");
  await expect.poll(() => heard).toContain("home/lamp-3fa2c1/light/set on");
  expect(heard).toEqual([
    isDry,
    `home/automation/did ${LEFT_OUT}`,
    "home/lamp-3fa2c1/light/set on",
    "home/automation/did lamp: light on, because there is motion in the x0, and 3 lx is dark",
  ]);
});
