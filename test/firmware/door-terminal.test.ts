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
  const { properties } = door.broker.received.findLast(({ topic }) => topic.endsWith("/question")) ?? {};
  expect(properties).toMatchObject({
    responseTopic: "home/room-1/answer/set",
    correlationData: Buffer.from("100069"),
  });
  const answer = (payload: string, data?: string) =>
    door.broker.deliver(properties?.responseTopic as string, payload, {
      properties: data === undefined ? {} : { correlationData: Buffer.from(data) },
    });
  const isOpen = () => door.circuit.output("opener") === 1;
  answer("yes");
  answer("yes", "200069");
  answer("100069 yes", "200069");
  door.pass(1000);
  expect(isOpen()).toBe(false);
  answer("yes", "100069");
  door.pass(500);
  expect(isOpen()).toBe(true);
  door.pass(6000);
  expect(isOpen()).toBe(false);
  // By its first word, as in 3.1.1.
  for (const [at, press] of [1, 2, 3].entries()) {
    door.remote("reader").press(69);
    door.pass(300);
    answer(`${press + 1}00069 ${at === 1 ? "no" : "yes"}`);
    door.pass(300);
    expect(isOpen()).toBe(at !== 1);
    door.pass(6000);
  }
  // What is late is no answer.
  door.remote("reader").press(69);
  door.pass(4000);
  answer("500069 yes");
  door.pass(500);
  expect(isOpen()).toBe(false);
});
