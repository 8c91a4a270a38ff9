// The clock's arithmetic is the same on every engine: as written in Node, and as built for the boards.
import { expect, test } from "vitest";
import { momentText } from "../../src/clock/moment-text.ts";
import { momentAfter, sntpRequest, verdictOf } from "../../src/clock/sntp.ts";
import { sunEventAround } from "../../src/clock/sun.ts";
import { siteIn, sunEventAnywhere } from "../../src/clock/sun-anywhere.ts";
import { minutesToTomorrow } from "../../src/clock/tomorrow.ts";
import { localTime, type Zone } from "../../src/clock/zone.ts";
import {
  countUndated,
  goWithDay,
  isDaySpent,
  keptDay,
  newDayStarts,
  takeDay,
} from "../../src/device/run/day-starts.ts";
import { sunEventAt } from "../../src/platform/node/sun-table.ts";
import { zoneOf } from "../../src/platform/node/zone-of.ts";
import { absentEngines, builtEverywhere } from "../../tools/laboratory/programs/engines.ts";
import { answerAt } from "../../tools/sim/worlds/time-server.ts";

/** Runs `text`, which emits lines, on all built engines, and compares with `expected`. */
async function expectEverywhere(text: string, expected: readonly (number | string)[]): Promise<void> {
  const answers = await builtEverywhere(text);
  const lines = expected.map((value) => Buffer.from(`${value}`, "latin1").toString("hex"));
  for (const [engine, emitted] of Object.entries(answers))
    expect({ engine, emitted }).toEqual({ engine, emitted: lines });
}

const literal = (bytes: string) =>
  `"${[...bytes].map((byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`).join("")}"`;

const title = (what: string) =>
  absentEngines.length === 0 ? what : `${what} (not here: ${absentEngines.join(", ")})`;

const COOKIE = "\x01\xff\0\x80abc\x7f";
const FIRST_DAY = 20_454;

test(title("SNTP: question, verdicts, and moments on both sides of 2036 and 2038"), async () => {
  const question = sntpRequest(COOKIE);
  const moments = [
    Date.UTC(2026, 10, 29, 16, 14, 5, 250),
    Date.UTC(2028, 1, 29, 23, 59, 59, 999),
    Date.UTC(2036, 1, 7, 6, 28, 15, 999),
    Date.UTC(2036, 1, 7, 6, 28, 16),
    Date.UTC(2038, 0, 19, 3, 14, 7, 999),
    Date.UTC(2038, 0, 19, 3, 14, 8),
    Date.UTC(2103, 11, 31, 23, 59, 59, 999),
    Date.UTC(2025, 0, 1),
  ];
  const [now] = moments as [number];
  const answers = [
    ...moments.map((at) => answerAt(at, question)),
    answerAt(now, question, { stratum: 0, code: "RATE" }),
    answerAt(now, question, { stratum: 0, code: "DENY" }),
    answerAt(now, question, { leap: 3, transmit: "\xff".repeat(8) }),
    answerAt(now, question, { mode: 3 }),
    answerAt(now, question).slice(0, 47),
  ];
  const expected = answers.flatMap((answer) => [
    verdictOf(answer, COOKIE, FIRST_DAY),
    ...(answer.length < 48 ? [] : [momentText(momentAfter(answer, 500))]),
  ]);
  const text = `import { momentText } from "../../../src/clock/moment-text.ts";
import { momentAfter, sntpRequest, verdictOf } from "../../../src/clock/sntp.ts";
const cookie = ${literal(COOKIE)};
emit(sntpRequest(cookie));
const answers = [${answers.map(literal).join(", ")}];
for (const answer of answers) {
  emit("" + verdictOf(answer, cookie, given(${FIRST_DAY})));
  if (answer.length >= 48) emit(momentText(momentAfter(answer, given(500))));
}`;
  await expectEverywhere(text, [question, ...expected]);
});

test(title("zones: local time around each change of ten years"), async () => {
  const names = [
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "America/Nuuk",
    "Asia/Kathmandu",
    "Africa/Casablanca",
  ];
  const zones = names.map((name) => zoneOf(name, 2026));
  const minutes = [
    "2026-03-29T00:59",
    "2026-10-25T00:59",
    "2026-04-04T14:59",
    "2026-10-03T15:29",
    "2035-02-18T02:59",
  ]
    .map((text) => Date.parse(`${text}Z`) / 60_000)
    .flatMap((minute) => [minute, minute + 1]);
  const expected = zones.flatMap((zone) =>
    minutes.map((minute) => {
      const moment = { day: Math.floor(minute / 1440), ms: (minute % 1440) * 60_000 };
      const local = zone && localTime(zone, moment);
      return `${local?.day} ${local?.minute}`;
    }),
  );
  // Where there is no rule the fields are left undefined, which JSON does not say.
  const literals = zones.map((zone) =>
    JSON.stringify(zone, (_, value) => value ?? null)
      .replaceAll("null", "undefined")
      .replaceAll(/"(\w+)":/g, "$1: "),
  );
  const text = `import { localTime, type Zone } from "../../../src/clock/zone.ts";
const zones: Zone[] = [${literals.map((literal) => (literal.includes("begins") ? literal : literal.replace("changes", "begins: undefined, ends: undefined, changes"))).join(",\n")}];
const minutes = ${JSON.stringify(minutes)};
for (const zone of zones) {
  for (const minute of minutes) {
    const day = Math.floor(given(minute) / 1440);
    const local = localTime(zone, { day, ms: (minute - day * 1440) * 60000 });
    emit(local.day + " " + local.minute);
  }
}`;
  await expectEverywhere(text, expected);
});

test(title("the sun: each week of four years, with polar day and night"), async () => {
  const events = [
    sunEventAt("sunset", 52.52, 13.41),
    sunEventAt("dawn", 64.15, -21.94),
    sunEventAt("sunrise", -78, 178.4),
  ];
  const days = Array.from({ length: 208 }, (_, i) => 20_454 + 7 * i);
  const noons = days.map((day) => day * 1440 + 720);
  const text = `import { sunEventAround } from "../../../src/clock/sun.ts";
const events = ${JSON.stringify(events)};
for (const event of events) {
  for (let i = 0; i < 208; i++) emit("" + sunEventAround(given(${noons[0]}) + i * 10080, event));
}`;
  await expectEverywhere(
    text,
    events.flatMap((event) => noons.map((noon) => sunEventAround(noon, event))),
  );
});

test(
  title("the sun at places that are set: each third week of four years, with polar day and night"),
  async () => {
    const first = Math.floor(Date.UTC(2027, 0, 1) / 60_000) + 720;
    const places = ["52.52,13.41", "64.15,-21.94", "-78.01,178.4", "nowhere"];
    const noons = Array.from({ length: 70 }, (_, i) => first + i * 30_240);
    const text = `import { siteIn, sunEventAnywhere } from "../../../src/clock/sun-anywhere.ts";
for (const place of given(${JSON.stringify(places)})) {
  const site = siteIn(place);
  if (site === undefined) emit("none");
  else for (let i = 0; i < 70; i++) emit("" + sunEventAnywhere(given(${first}) + i * 30240, site, i % 4));
}
`;
    const expected = places.flatMap<number | string>((place) => {
      const site = siteIn(place);
      return site === undefined ? ["none"] : noons.map((noon, i) => sunEventAnywhere(noon, site, i % 4));
    });
    expect(expected).toEqual(expect.arrayContaining([-1, -2]));
    await expectEverywhere(text, expected);
  },
);

test(title("starts of a day: counted, kept and read, and the way to the next one"), async () => {
  const zone = "Europe/Berlin";
  const records = ["@20605,2,1,\n", "@20605,9999999999,0,\n", "7200,60,0,\n", "@x\n", ""];
  const walls: ([day: number, minute: number] | undefined)[] = [
    undefined,
    [20_605, 1439],
    [20_606, 0],
    [20_604, 5],
  ];
  const expected: (number | string)[] = [];
  for (const record of records) {
    for (const wall of walls) {
      const today = newDayStarts();
      takeDay(today, record, 0);
      countUndated(today);
      const local = wall && { day: wall[0], minute: wall[1] };
      expected.push(`${goWithDay(today, local)} ${isDaySpent(today, 3)} ${keptDay(today)}`);
    }
  }
  // Both edges of summer time lie before these midnights.
  const nights = ["2026-03-28T23:00Z", "2026-10-24T22:00Z"].map((text) => Date.parse(text) / 60_000);
  const berlin = zoneOf(zone, 2026) as Zone;
  const leftAt = (utc: number) => {
    const local = localTime(berlin, { day: Math.floor(utc / 1440), ms: (utc % 1440) * 60_000 });
    return minutesToTomorrow(berlin, local, local.day * 1440 + local.minute - utc);
  };
  for (const night of nights) expected.push(leftAt(night));
  const text = `import { countUndated, goWithDay, isDaySpent, keptDay, newDayStarts, takeDay } from "../../../src/device/run/day-starts.ts";
import { minutesToTomorrow } from "../../../src/clock/tomorrow.ts";
import { localTime, type Zone } from "../../../src/clock/zone.ts";
const records = ${JSON.stringify(records)};
const days = [0, 20605, 20606, 20604];
const minutes = [0, 1439, 0, 5];
for (const record of records) {
  for (let i = 0; i < 4; i++) {
    const today = newDayStarts();
    takeDay(today, record, 0);
    countUndated(today);
    const local = given(i) === 0 ? undefined : { day: days[i] as number, minute: minutes[i] as number };
    const isFound = goWithDay(today, local);
    emit((isFound ? "true" : "false") + " " + (isDaySpent(today, 3) ? "true" : "false") + " " + keptDay(today));
  }
}
const zone: Zone = ${JSON.stringify(berlin)};
const nights = ${JSON.stringify(nights)};
for (const night of nights) {
  const day = Math.floor(given(night) / 1440);
  const local = localTime(zone, { day, ms: (night - day * 1440) * 60000 });
  emit("" + minutesToTomorrow(zone, local, local.day * 1440 + local.minute - night));
}`;
  await expectEverywhere(text, expected);
});
