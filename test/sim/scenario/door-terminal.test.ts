import { expect, onTestFinished, test } from "vitest";
import terminal from "../../../firmware/door/terminal/device.ts";
import { startTrial } from "../../../tools/sim/trial/trial.ts";

const ANN = 69;
const BEN = 70;

async function tryDoor() {
  const trial = await startTrial(terminal);
  onTestFinished(trial.end);
  await trial.heard("status", "online");
  const press = (fob: number) => trial.remotes.get("reader")?.press(fob);
  return { ...trial, press, isOpen: () => trial.circuit.output("opener") === 1 };
}

test("a door opens for the answer to its question, and locks itself", async () => {
  const { press, heard, command, pass, isOpen } = await tryDoor();
  press(ANN);
  expect(await heard("question")).toBe("100069");
  expect([await heard("asking", "on"), isOpen()]).toEqual(["on", false]);
  await command("answer", "1");
  expect([await heard("granted", "yes"), isOpen()]).toEqual(["yes", true]);
  pass(5000);
  expect([isOpen(), await heard("granted")]).toEqual([false, "no"]);
});

test("a door stays locked for an answer that is late, or of another question", async () => {
  const { press, heard, command, pass, told, isOpen } = await tryDoor();
  press(ANN);
  await heard("question", "100069");
  await heard("asking", "on");
  await heard("asking", "off");
  await command("answer", "1");
  pass(1000);
  press(BEN);
  await heard("question", "200070");
  pass(1000);
  await command("answer", "1");
  pass(5000);
  expect([isOpen(), told("granted"), told("bolt")]).toEqual([false, ["no"], ["locked"]]);
});

test("an answer from before the question opens nothing", async () => {
  const { press, heard, command, pass, isOpen } = await tryDoor();
  await command("answer", "1");
  press(ANN);
  await heard("question", "100069");
  pass(5000);
  expect([isOpen(), await heard("answer")]).toEqual([false, "0"]);
});
