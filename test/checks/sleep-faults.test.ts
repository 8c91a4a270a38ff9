// Devices that cannot sleep yet, each refused in a sentence that says what to write.
import { expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import { battery } from "../../src/drivers/battery.ts";
import { ds18b20 } from "../../src/drivers/ds18b20.ts";
import { pulseCounter } from "../../src/drivers/pulse-counter.ts";
import { pulseMeter } from "../../src/drivers/pulse-meter.ts";
import { reed } from "../../src/drivers/reed.ts";
import { clamp, deadBand, maxStep, median, throttle, validRange } from "../../src/filters.ts";
import { days, device, hours, minutes, seconds, sensor } from "../../src/index.ts";

const ground = ds18b20("ground").temperature;
const every = minutes(15);
const of = (more: object) =>
  declarationFaults(
    device({ name: "bed", sleep: { every }, sensors: [sensor("ground", ground, { every })], ...more }),
  ).map(({ sentence }) => sentence);

test("a device of sensors sleeps, with filters of one reading and of several", () => {
  expect(of({})).toEqual([]);
  const filters = [validRange(-30, 60), clamp(-20, 50), median(3), maxStep(5)];
  expect(of({ sensors: [sensor("ground", ground, { every, filters })] })).toEqual([]);
});

test("a time between wakes that no chip has is refused", () => {
  const sensors = (ms: number) => ({ sleep: { every: ms }, sensors: [] });
  for (const ms of [seconds(29), 30_500, minutes(1441), Number.NaN])
    expect(of(sensors(ms))).toEqual([
      `The device wakes every ${ms} ms; that is whole seconds from 30 s to a day, as sleep: { every: minutes(15) }.`,
    ]);
});

test("what acts between two wakes is refused with the reason", () => {
  expect(of({ clock: { topic: "home/time" } })[0]).toMatch(/two messages a minute apart, which no wake/);
  expect(of({ session: "clean" })[0]).toMatch(/session is "clean", so that nothing waits/);
});

test("a sensor that is read between two wakes, or by its pin, is refused", () => {
  expect(of({ sensors: [sensor("ground", ground, { every: minutes(5) })] })).toEqual([
    'The device sleeps, and the sensor "ground" is read every 300000 ms, between two wakes; write every: seconds(900), as often as the device wakes.',
  ]);
  for (const quantity of [reed("door").state, pulseMeter("meter", 1000).total])
    expect(of({ sensors: [sensor("door", quantity, { every })] })[0]).toMatch(
      /^The device sleeps, and the sensor "door" goes by changes of a pin, which nobody sees meanwhile/,
    );
});

test("readings with their times and histories sleep, but for those that thin themselves out", () => {
  const kept = (overflow: "oldest" | "thin" | "reject") =>
    of({
      clock: {},
      sensors: [sensor("ground", ground, { every, stamped: true, history: { keep: hours(6), overflow } })],
    });
  expect([kept("oldest"), kept("reject")]).toEqual([[], []]);
  expect(kept("thin")).toEqual([
    'The device sleeps, and the sensor "ground" has a history that thins itself out, which goes by one life of the device; write overflow: "oldest" or "reject".',
  ]);
});

test("a filter that holds readings is refused by its name", () => {
  for (const [filter, name] of [
    [throttle(minutes(30)), "throttle"],
    [deadBand(1), "dead band"],
  ] as const)
    expect(of({ sensors: [sensor("ground", ground, { every, decimals: 1, filters: [filter] })] })).toEqual([
      `The device sleeps, and the sensor "ground" has the filter "${name}", which would hold the reading that the device woke for. Leave the filter or \`sleep\` out.`,
    ]);
});

test("a report between two wakes, or of a sensor that there is not, is refused", () => {
  for (const report of [minutes(20), minutes(5), days(8)])
    expect(of({ sleep: { every, report } })).toEqual([
      `The device wakes every 900000 ms and reports every ${report} ms; that is a multiple of its wakes up to a week, as report: hours(1).`,
    ]);
  expect(of({ sleep: { every, report: hours(1), reportWhen: { ground: { changes: 1 } } } })).toEqual([]);
  expect(of({ sleep: { every, reportWhen: { soil: { changes: 1 } } } })).toEqual([
    'The device reports when "soil" changes, and has no sensor of that name; name one of "ground".',
  ]);
  expect(of({ sleep: { every, reportWhen: { ground: { changes: 0.5 } } } })).toEqual([
    'The device reports when "ground" changes by 0.5; that is at least 1, in its unit.',
  ]);
});

test("a battery that is no sensor, or a sleep that is not longer, is refused", () => {
  const low = (sensor: string, ms: number, below = 20) =>
    of({ sleep: { every, whenLow: { sensor, below, every: ms } } });
  expect(low("ground", hours(6))).toEqual([]);
  expect(low("cell", hours(6))).toEqual([
    'The device sleeps longer when "cell" is low, and has no sensor of that name; name one of "ground".',
  ]);
  expect(low("ground", minutes(15))).toEqual([
    'The device wakes every 900000 ms when "ground" is low; that is whole seconds, more than the 900000 ms of its other wakes and a day at most, as every: hours(6).',
  ]);
  expect(low("ground", hours(6), Number.NaN)).toEqual([
    'The device sleeps longer when "ground" is below NaN; that is within 1000000 of 0, in its unit, as below: 20.',
  ]);
});

test("a battery below what its sensor can say is refused where that is written", () => {
  const sensors = [sensor("cell", battery("cell").percent, { every, unit: "%" })];
  const low = (below: number) =>
    declarationFaults(
      device({ name: "bed", sleep: { every, whenLow: { sensor: "cell", below, every: hours(6) } }, sensors }),
    );
  expect([low(0.5), low(100)]).toEqual([[], []]);
  for (const below of [0, -5, 101, Number.NaN])
    expect(low(below)).toMatchObject([
      {
        sentence: `The device sleeps longer when "cell" is below ${below}; that is more than 0 % and 100 % at most, as below: 20.`,
        option: ["sleep", "whenLow", "below"],
      },
    ]);
});

test("a device that a contact wakes is refused times and other parts", () => {
  const kept = { qos: 1, overflow: "oldest" } as const;
  const flap = (more: object = kept) => sensor("flap", reed("flap").state, { every: hours(1), ...more });
  const woken = (more: object) => of({ sleep: { wakeBy: "flap" }, sensors: [flap()], ...more });
  expect(woken({})).toEqual([]);
  expect(woken({ sensors: [flap({})] })[0]).toMatch(/^The device wakes by "flap", which may be back before/);
  expect(woken({ clock: {} })[0]).toMatch(/no chip says how long it has slept then/);
  expect(woken({ sleep: { wakeBy: "door" } })).toEqual([
    'The device wakes by "door", and has no sensor of that name; name one of "flap".',
  ]);
  expect(woken({ sleep: { wakeBy: "flap", report: hours(2) } })[0]).toMatch(
    /has `report`, which goes by time/,
  );
  expect(woken({ sensors: [sensor("flap", ground, { every })] })[0]).toMatch(
    /neither a contact nor a counter/,
  );
  const bucket = pulseCounter("bucket", { perPulse: 0.2794 });
  const rain = (quantity = bucket.total) => [sensor("rain", quantity, { every })];
  expect(of({ sleep: { wakeBy: "rain" }, sensors: rain() })).toEqual([]);
  expect(of({ sleep: { wakeBy: "rain" }, sensors: rain(bucket.rate) })[0]).toMatch(/which is no total/);
  expect(of({ sleep: { every, wakeBy: "rain" }, sensors: rain() })[0]).toMatch(/no pulse could be counted/);
});
