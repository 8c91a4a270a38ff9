// Devices that a contact wakes, on trial: what they tell of it, and what they count meanwhile.
import { expect, onTestFinished, test } from "vitest";
import { battery } from "../../src/drivers/battery.ts";
import { pulseCounter } from "../../src/drivers/pulse-counter.ts";
import { reed } from "../../src/drivers/reed.ts";
import { days, device, hours, minutes, seconds, sensor } from "../../src/index.ts";
import { startTrial } from "../../tools/sim/trial/trial.ts";

const states = ["closed", "open"] as const;
const LOOK = seconds(0.01);
const FLAP = seconds(0.1);
/** How the flap's states are kept. */
const KEPT = [
  { name: "in memory", durable: undefined },
  { name: "durable", durable: true },
] as const;
/** Of a bucket, in mm. */
const TIP = 0.2794;

function box(every?: ReturnType<typeof hours>, durable?: true) {
  const flap = reed("flap");
  const cells = battery("battery", { upper: 39, lower: 10, empty: 3300, full: 4800 });
  return device({
    name: "box",
    sleep: { every, wakeBy: "flap" },
    sensors: [
      sensor("flap", flap.state, {
        ...{ every: every ?? hours(1), states, qos: 1 },
        ...(durable ? { durable } : { overflow: "oldest" }),
      }),
      sensor("battery", cells.percent, { every: every ?? hours(1), unit: "%" }),
    ],
  });
}

async function asleep(declaration: Parameters<typeof startTrial>[0]) {
  const trial = await startTrial(declaration, {
    around: declaration.name === "gauge" ? { bucket: { flow: () => TIP } } : {},
  });
  onTestFinished(trial.end);
  trial.pass(minutes(2));
  expect(trial.told("status").at(-1)).toBe("sleeping");
  return {
    ...trial,
    open: () => trial.contacts.get("flap")?.open(),
    close: () => trial.contacts.get("flap")?.close(),
  };
}

test("a flap's move wakes the device, and nothing else does", async () => {
  const { told, pass, open, close } = await asleep(box());
  expect(told("flap")).toEqual(["closed"]);
  pass(days(30));
  expect(told("battery")).toHaveLength(1);
  open();
  pass(minutes(1));
  expect(told("flap")).toEqual(["closed", "open"]);
  expect(told("status").at(-1)).toBe("sleeping");
  pass(days(1));
  close();
  pass(minutes(1));
  expect(told("flap")).toEqual(["closed", "open", "closed"]);
  expect(told("battery")).toHaveLength(3);
});

test("a flap that closes before the start is reported with both states", async () => {
  const { told, pass, circuit } = await asleep(box());
  circuit.drive("flap", 1);
  circuit.drive("flap", 0);
  pass(minutes(1));
  expect(told("flap")).toEqual(["closed", "open", "closed"]);
  expect(told("status").at(-1)).toBe("sleeping");
});

/** The flap has opened, and the device has said that it sleeps: it does half a second later. */
async function fallingAsleep(declaration: Parameters<typeof startTrial>[0]) {
  const trial = await asleep(declaration);
  trial.open();
  while (trial.told("status").length === 2 || trial.told("status").at(-1) === "online") trial.pass(LOOK);
  expect(trial.told("flap")).toEqual(["closed", "open"]);
  return trial;
}

test.each(KEPT)("a flap that moves during falling asleep is reported once, $name", async ({ durable }) => {
  const { told, pass, close } = await fallingAsleep(box(undefined, durable));
  close();
  pass(minutes(1));
  expect(told("flap")).toEqual(["closed", "open", "closed"]);
  expect(told("status").at(-1)).toBe("sleeping");
});

test.each(KEPT)("a flap that returns meanwhile is reported with both states, $name", async ({ durable }) => {
  const { told, pass, open, close } = await fallingAsleep(box(undefined, durable));
  close();
  pass(FLAP);
  open();
  pass(minutes(1));
  expect(told("flap")).toEqual(["closed", "open", "closed", "open"]);
  expect(told("status").at(-1)).toBe("sleeping");
});

test("a changed contact is reported at once beside a running timer", async () => {
  const { told, pass, open } = await asleep(box(hours(6)));
  pass(hours(7));
  expect(told("battery")).toHaveLength(2);
  open();
  pass(minutes(1));
  expect(told("flap").at(-1)).toBe("open");
  pass(hours(12));
  expect(told("battery")).toHaveLength(5);
});

test("an absent broker is tried every fourth wake and receives everything later", async () => {
  const trial = await asleep(box());
  trial.cutNetwork();
  for (let i = 0; i < 12; i += 1) {
    trial.open();
    trial.pass(minutes(1));
    trial.close();
    trial.pass(minutes(1));
  }
  trial.giveNetwork();
  const before = trial.told("flap").length;
  for (let i = 0; i < 4; i += 1) {
    trial.open();
    trial.pass(minutes(1));
    trial.close();
    trial.pass(minutes(1));
  }
  expect(trial.told("flap").length).toBeGreaterThan(before);
  expect(trial.told("flap").at(-1)).toBe("closed");
});

test("a bucket's tips are counted while asleep and reported later", async () => {
  const bucket = pulseCounter("bucket", { perPulse: TIP });
  const rain = sensor("rain", bucket.total, { every: hours(1), unit: "mm", decimals: 1 });
  const gauge = device({
    name: "gauge",
    sleep: { wakeBy: "rain", reportWhen: { rain: { changes: 1 } } },
    sensors: [rain],
  });
  const { told, pass } = await asleep(gauge);
  expect(told("rain")).toEqual(["0.0"]);
  // Its model tips once an hour.
  pass(hours(3));
  expect(told("rain")).toEqual(["0.0"]);
  pass(hours(1));
  expect(told("rain")).toEqual(["0.0", "1.1"]);
  pass(hours(96));
  expect(told("rain").at(-1)).toBe("27.9");
  expect(told("rain")).toHaveLength(26);
});
