// Tests of my-device, with a broker on this computer: npx tsx --test my-device/device.test.ts
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startTrial, type Trial } from "ringmote/trial.ts";
import device from "./device.ts";

let trial: Trial;
before(async () => {
  trial = await startTrial(device);
});
after(() => trial.end());

test("it comes online with its relay off", async () => {
  await trial.heard("status", "online");
  await trial.heard("relay", "off");
  assert.equal(trial.circuit.output("relay"), 0);
});

test("a command switches the relay, and its state is told", async () => {
  await trial.command("relay", "on");
  await trial.heard("relay", "on");
  assert.equal(trial.circuit.output("relay"), 1);
});

test("a command that it does not know is told as a problem, and changes nothing", async () => {
  await trial.command("relay", "dance");
  await trial.heard("problem", /relay/);
  assert.equal(trial.circuit.output("relay"), 1);
});
