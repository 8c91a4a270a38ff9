// Rules on the clock's marks: each quarter of an hour, each six hours.
import { afterEach, describe, expect, test } from "vitest";
import { declarationFaults } from "../../src/checks/declaration-faults.ts";
import type { Rule } from "../../src/device/run/rules/rule.ts";
import { relay } from "../../src/drivers/relay.ts";
import {
  at,
  days,
  device,
  every,
  hours,
  minutes,
  powerSwitch,
  seconds,
  selectInput,
  valueOnly,
} from "../../src/index.ts";
import { startTrial, type Trial } from "../../tools/sim/trial/trial.ts";

let trial: Trial;
afterEach(() => trial?.end());

const house = (rules: readonly Rule[], clock: object = { zone: "Europe/Berlin" }) =>
  device({
    name: "house",
    clock,
    actuators: [
      powerSwitch("lamp", relay("lamp")),
      selectInput("mode", valueOnly(), { options: ["auto", "off"] }),
    ],
    rules,
  } as never);

async function started(start: string, rule: Rule, zone = "Europe/Berlin"): Promise<void> {
  trial = await startTrial(house([rule], { zone }));
  trial.setTime(start);
  trial.pass(seconds(5));
}

/** The minutes, from now on, in which the lamp went on; after each it goes off again. */
function acted(limit: number): number[] {
  const changes: number[] = [];
  for (let minute = 1; minute <= limit; minute++) {
    const before = trial.told("lamp").length;
    trial.pass(minutes(1));
    if (trial.told("lamp").slice(before).includes("on")) changes.push(minute);
  }
  return changes;
}

const short = (ms: ReturnType<typeof minutes>) => every(ms).setFor("lamp", "on", seconds(20));

test("a period of a quarter hour follows the clock, not the start", async () => {
  await started("2026-06-01T10:07:00", short(minutes(15)));
  expect(acted(60)).toEqual([8, 23, 38, 53]);
});

test("a period of six hours follows the local day", async () => {
  // 01:30 in Berlin.
  await started("2026-05-31T23:30:00", short(hours(6)));
  expect(acted(1440)).toEqual([270, 630, 990, 1350]);
});

describe("periods at clock changes", () => {
  test.each<[string, string, string, ReturnType<typeof minutes>, number[]]>([
    ["in both hours that come twice", "Europe/Berlin", "2026-10-25T00:20:00", minutes(30), [10, 40, 70, 100]],
    ["hourly, in both as well", "Europe/Berlin", "2026-10-24T23:50:00", hours(1), [10, 70, 130]],
    ["each two hours, once", "Europe/Berlin", "2026-10-24T21:50:00", hours(2), [10, 130, 310]],
    [
      "over the hour that is left out",
      "Europe/Berlin",
      "2026-03-29T00:50:00",
      minutes(30),
      [10, 40, 70, 100],
    ],
    ["each two hours, at its end", "Europe/Berlin", "2026-03-28T22:50:00", hours(2), [10, 130, 190]],
    ["where it is half an hour", "Australia/Lord_Howe", "2026-04-04T13:50:00", hours(1), [10, 100, 160]],
  ])("%s", async (_, zone, start, period, expected) => {
    await started(start, short(period), zone);
    expect(acted((expected.at(-1) ?? 0) + 20)).toEqual(expected);
  });
});

test("a period acts only on its days and between its times", async () => {
  // A Friday, 23:30 in Berlin; on Saturday it may from 08:00 to 10:00.
  await started(
    "2026-06-05T21:30:00",
    every(hours(1))
      .on("sat")
      .between("08:00", "10:00")
      .onlyWhile("mode", "auto")
      .setFor("lamp", "on", seconds(20)),
  );
  expect(acted(2880)).toEqual([510, 570]);
  trial.pass(days(5));
  await trial.command("mode", "off");
  const before = trial.told("lamp").length;
  trial.pass(days(2));
  expect(trial.told("lamp").length).toBe(before);
});

test("periods passed without power are lost; a restart repeats no action", async () => {
  await started("2026-06-01T10:07:00", every(minutes(15)).toggle("lamp"));
  trial.pass(minutes(8));
  const once = trial.told("lamp").filter((state) => state === "on").length;
  trial.cutPower();
  trial.givePower();
  trial.pass(seconds(25));
  const onAgain = trial.told("lamp").filter((state) => state === "on").length;
  trial.cutPower();
  trial.pass(minutes(20));
  trial.givePower();
  trial.pass(minutes(4));
  expect([once, onAgain, trial.told("lamp").filter((state) => state === "on").length]).toEqual([1, 1, 1]);
  trial.pass(minutes(14));
  expect(trial.told("lamp").at(-1)).toBe("on");
});

test("no period acts while the time is unknown", async () => {
  await started("2026-06-01T10:07:00", every(minutes(15)).toggle("lamp"));
  trial.cutPower();
  trial.cutNetwork();
  trial.givePower();
  trial.pass(hours(3));
  trial.giveNetwork();
  trial.pass(minutes(3));
  expect(trial.told("lamp").filter((state) => state === "on")).toEqual([]);
});

const faultsOf = (...rules: Rule[]) => declarationFaults(house(rules)).map(({ sentence }) => sentence);

test.each([1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720])(
  "a period of %i minutes is accepted",
  (period) => {
    expect(faultsOf(short(minutes(period)))).toEqual([]);
  },
);

test.each<[string, Rule, string]>([
  [
    "that divides no hour",
    short(minutes(7)),
    "A rule acts every 7 minutes, which divides neither an hour nor a day",
  ],
  ["of 90 minutes", short(minutes(90)), "every 90 minutes"],
  ["of seconds", short(seconds(30)), "every 0.5 minutes"],
  ["of a day", short(hours(24)), 'write at("00:00") for once a day'],
  [
    "on days that are none",
    every(minutes(15))
      .on("mo" as never)
      .toggle("lamp"),
    'The rule every 15 minutes is on the days "mo"',
  ],
  ["for nobody", every(minutes(15)).toggle("lamb"), 'The rule every 15 minutes acts on "lamb"'],
])("a period rule %s is refused with a sentence", (_, rule, sentence) => {
  expect(faultsOf(rule).join("\n")).toContain(sentence);
});

test("two rules setting one actuator differently on one mark are refused", () => {
  const on = every(minutes(15)).set("lamp", "on");
  expect(faultsOf(on, every(minutes(15)).set("lamp", "off")).join()).toContain('sets "lamp" to "off"');
  expect(faultsOf(every(minutes(15)).set("lamp", "on"), at("06:30").set("lamp", "off"))).toEqual([]);
});

test("a period rule of a device without a zone is refused", () => {
  const faults = declarationFaults(house([short(minutes(15))], {}));
  expect(faults.map(({ sentence }) => sentence).join()).toContain(
    "The rule every 15 minutes goes by local time, which the device does not know",
  );
});
