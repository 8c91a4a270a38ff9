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

test("a door opens for the answer to its question and locks itself", async () => {
  const { press, heard, command, pass, isOpen } = await tryDoor();
  press(ANN);
  expect(await heard("question")).toBe("100069");
  expect([await heard("asking", "on"), isOpen()]).toEqual(["on", false]);
  await command("answer", "100069 yes");
  expect([await heard("granted", "yes"), isOpen()]).toEqual(["yes", true]);
  pass(5000);
  expect(isOpen()).toBe(false);
  press(ANN);
  expect(await heard("question", "200069")).toBe("200069");
  await command("answer", "200069 yes");
  pass(300);
  expect(isOpen()).toBe(true);
});

test("a door stays locked for a late, foreign or missing answer", async () => {
  const { press, heard, command, pass, told, isOpen } = await tryDoor();
  await command("answer", "yes");
  press(ANN);
  await heard("question", "100069");
  await heard("asking", "on");
  await heard("asking", "off");
  await command("answer", "100069 yes");
  expect(await heard("answer/problem")).toBe("not taken: it answers no question that waits");
  pass(1000);
  press(BEN);
  await heard("question", "200070");
  pass(1000);
  for (const answer of ["100069 yes", "yes", "200070", "200070 no", "20007 yes", " yes"])
    await command("answer", answer);
  pass(5000);
  expect([isOpen(), told("granted").includes("yes"), told("bolt")]).toEqual([false, false, ["locked"]]);
});
