// The terminal of a door in Node and in images: it opens for the answer to its newest question, and for no other.
import { expect, test } from "vitest";
import { readFirmware } from "../../tools/image/firmware/firmware.ts";
import { partsInWorld } from "../device/parts-in-world.ts";
import { chosenAtGate } from "../everything.ts";
import { IN_NODE, ofBoard } from "./engines.ts";

const TERMINAL = "firmware/door/terminal";
const ENGINES = chosenAtGate(
  [
    IN_NODE,
    ofBoard("lua 5.1, esp8266-nodemcu", "esp8266-nodemcu"),
    ofBoard("script, esp32-espruino", "esp32-espruino"),
  ],
  "node",
  "lua 5.1",
);

test.each(ENGINES)("a door opens for the answer to its question alone, on $name", async ({ start }) => {
  const { declaration } = await readFirmware(TERMINAL);
  const door = partsInWorld(declaration);
  await start(TERMINAL, door.world);
  door.pass(5000);
  door.remote("reader").press(69);
  door.pass(1000);
  expect(door.said()).toContain("question=100069");
  door.tell("answer/set", "2");
  door.pass(1000);
  expect(door.circuit.output("opener")).toBe(0);
  door.tell("answer/set", "1");
  door.pass(500);
  expect(door.circuit.output("opener")).toBe(1);
  door.pass(6000);
  expect(door.circuit.output("opener")).toBe(0);
});
