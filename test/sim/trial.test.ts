// A device on trial, as the test of somebody's firmware has it: parts around it, a broker, and what it says.
import { expect, onTestFinished, test } from "vitest";
import { reed } from "../../src/drivers/reed.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import { deadBand, device, onChange, seconds, sensor } from "../../src/index.ts";
import { startTrial } from "../../tools/sim/trial.ts";

const air = sht3x("air");
const shed = device({
  name: "shed",
  sensors: [
    sensor("temperature", air.temperature, { every: seconds(10), decimals: 1, filters: [deadBand(0.1)] }),
    sensor("door", reed("door").state, {
      every: seconds(60),
      states: ["closed", "open"],
      filters: [onChange()],
    }),
  ],
});

test("its parts measure what the test says, from one moment to the next", async () => {
  let celsius = 4;
  const trial = await startTrial(shed, { around: { air: { air: () => ({ celsius, humidity: 80 }) } } });
  onTestFinished(trial.end);
  await trial.heard("temperature", "4.0");
  celsius = -7.5;
  await trial.heard("temperature", "-7.5");
});

test("a part that nobody speaks of rests at a sensible value, and a contact can be moved", async () => {
  const trial = await startTrial(shed);
  onTestFinished(trial.end);
  await trial.heard("temperature", "20.0");
  await trial.heard("door", "closed");
  trial.contacts.get("door")?.open();
  await trial.heard("door", "open");
});

test("something around a role that the device has not is refused with the nearest one", async () => {
  const started = startTrial(shed, { around: { aire: { lux: () => 0 } } });
  await expect(started).rejects.toThrow('There is no role of a sensor "aire"; did you mean "air"?');
});
