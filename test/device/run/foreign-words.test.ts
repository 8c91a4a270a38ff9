// Words beyond ASCII in a declaration: what is published, heard and announced of them is UTF-8, as it is of an image.
import { expect, test } from "vitest";
import { reed } from "../../../src/drivers/reed.ts";
import { device, homeAssistant, seconds, selectInput, sensor, valueOnly } from "../../../src/index.ts";
import { startNodeDevice } from "../../../src/platform/node/device.ts";
import { partsInWorld } from "../parts-in-world.ts";

test("states and options beyond ASCII are published as UTF-8", () => {
  const declaration = device({
    name: "door",
    sensors: [sensor("door", reed("door").state, { every: seconds(1), states: ["geöffnet", "geschloßen"] })],
    actuators: [selectInput("mode", valueOnly(), { options: ["früh", "spät"], atStart: "früh" })],
    discovery: homeAssistant({ label: "Tür" }),
  });
  const { world, pass, tell, broker } = partsInWorld(declaration);
  startNodeDevice(world, declaration, { door: 5 });
  const payloads = (topic: string) =>
    broker.received
      .filter((message) => message.topic.endsWith(topic))
      .map(({ payload }) => Buffer.from(payload, "latin1").toString());
  pass(20_000);
  tell("mode/set", Buffer.from("spät").toString("latin1"));
  pass(5000);
  expect(payloads("/mode")).toEqual(["früh", "spät"]);
  expect(payloads("/door")).toContain("geschloßen");
  const announced = payloads("/config").join();
  expect(announced).toContain("Tür");
  expect(announced).toContain("früh");
  expect(announced).toContain("geschloßen");
});
