import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { CsvFileError } from "../../tools/files/csv-file.ts";
import { createReplay } from "../../tools/sim/home/replay.ts";
import { readSeries } from "../../tools/sim/home/series.ts";
import { createSht3x, temperatureCounts } from "../../tools/sim/parts/i2c/sht3x.ts";
import { crc8 } from "../../tools/sim/parts/sensirion.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";

const folder = mkdtempSync(join(tmpdir(), "ringmote-series-"));
afterAll(() => rmSync(folder, { recursive: true }));

function seriesOf(text: string) {
  const path = join(folder, "room.csv");
  writeFileSync(path, text);
  return readSeries(path);
}

const TWO_ROWS = [
  { ms: 0, celsius: 23.7, humidity: 26.272 },
  { ms: 59_000, celsius: 23.718, humidity: 26.29 },
];

test("a series reads R's format: quoted, with unnamed row-name column", () => {
  expect(
    seriesOf(
      '"date","Temperature","Humidity","Light","HumidityRatio"\n' +
        '"140","2015-02-02 14:19:00",23.7,26.272,585.2,0.0047\n' +
        '"141","2015-02-02 14:19:59",23.718,26.29,578.4,0.0047\n',
    ),
  ).toEqual(TWO_ROWS);
});

test.each([
  [
    "in any order, with units",
    "RH (%),Air temp (°C),time\n26.272,23.7,1422886740\n26.29,23.718,1422886799\n",
  ],
  ["with millisecond stamps", "timestamp,temp,rh\n1422886740000,23.7,26.272\n1422886799000,23.718,26.29\n"],
  ["with zones", "t,Time,rh\n23.7,2015-02-02T14:19:00Z,26.272\n23.718,2015-02-02T15:19:59+01:00,26.29\n"],
  ["with decimal commas", "Time;Temperature;Humidity\n0;23,7;26,272\n59;23,718;26,29\n"],
  [
    "with a byte order mark and Windows line ends",
    "\ufefftime,celsius,hum\r\n0,23.7,26.272\r\n59,23.718,26.29\r\n",
  ],
  ["past a ratio", "time,temp,humidity ratio,relative humidity\n0,23.7,1,26.272\n59,23.718,1,26.29\n"],
])("columns are found %s", (_how, text) => {
  expect(seriesOf(text)).toEqual(TWO_ROWS);
});

test.each([
  ["", "room.csv is empty; it needs a header line and rows below it."],
  ["time,temp,rh\n", "room.csv has a header line and no rows below it."],
  [
    "time,temp,light\n0,20,5\n",
    'room.csv, line 1: no column is a humidity; needed are time, temperature (°C) and humidity (%), found are "time", "temp", "light".',
  ],
  [
    "time,temp °F,rh\n0,70,5\n",
    'room.csv, line 1: no column is a temperature; needed are time, temperature (°C) and humidity (%), found are "time", "temp °F", "rh".',
  ],
  ["time,temp,rh\n0,20,50\n60,warm,50\n", 'room.csv, line 3: the temperature "warm" is not a number.'],
  ["time,temp,rh\n0,20,\n", 'room.csv, line 2: the humidity "" is not a number.'],
  ["time,temp,rh\n0,20,120\n", "room.csv, line 2: the humidity 120 is outside 0 to 100."],
  [
    "time,temp,rh\n2/2/2015,20,50\n",
    'room.csv, line 2: the time "2/2/2015" is neither like 2015-02-02 14:19:00 nor a number of seconds.',
  ],
  ["time,temp,rh\n60,20,50\n0,20,50\n", "room.csv, line 3: the time 0 is earlier than the line before."],
  ["time,temp,rh\n0,20,50\n60,20\n", "room.csv, line 3: there are 2 fields where 3 are expected."],
])("a series that cannot be replayed is refused: %j", (text, sentence) => {
  expect(() => seriesOf(text)).toThrow(new CsvFileError(sentence));
});

test("an open quote is refused as not being CSV", () => {
  expect(() => seriesOf('time,temp,rh\n0,"20,50\n')).toThrow(/^room\.csv is not a CSV file: .*line 2/);
});

test("a missing file and a folder are refused by name", () => {
  expect(() => readSeries(join(folder, "none.csv"))).toThrow(
    new CsvFileError("none.csv cannot be read: there is no such file."),
  );
  expect(() => readSeries(folder)).toThrow(/cannot be read: it is a folder\.$/);
});

test("each sample holds until the next, and the last for ever", () => {
  const clock = createVirtualClock();
  clock.advance(500);
  const { air, durationMs } = createReplay(TWO_ROWS, clock.now);
  expect(durationMs).toBe(59_000);
  expect(air().celsius).toBe(23.7);
  clock.advance(58_999);
  expect(air().celsius).toBe(23.7);
  clock.advance(1);
  expect(air().celsius).toBe(23.718);
  clock.advance(1_000_000);
  expect(air().celsius).toBe(23.718);
});

test("a replayed sample leaves the sensor's registers with its check byte", () => {
  const clock = createVirtualClock();
  const sensor = createSht3x({ now: clock.now, air: createReplay(TWO_ROWS, clock.now).air });
  sensor.write(0x44, "\x24\x00");
  clock.advance(15);
  const bytes = sensor.read(0x44, 3) ?? "";
  expect(bytes.charCodeAt(0) * 256 + bytes.charCodeAt(1)).toBe(temperatureCounts(23.7));
  expect(bytes.charCodeAt(2)).toBe(crc8(bytes.substring(0, 2)));
});
