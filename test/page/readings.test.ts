// Lines of a device's console: cut out of what comes, and read as values.
import { expect, test } from "vitest";
import { lineSplitter } from "../../tools/web/page/lines.ts";
import { Readings, seriesInWords } from "../../tools/web/page/readings.ts";
import { label } from "../../tools/web/page/words.ts";

function linesOf(...pieces: string[]): string[] {
  const lines: string[] = [];
  const take = lineSplitter((line) => lines.push(line));
  for (const piece of pieces) take(piece);
  return lines;
}

test.each([
  ["living-room", "Living room"],
  ["ph", "pH"],
  ["pool-ph", "Pool pH"],
  ["co2", "CO2"],
  ["phone", "Phone"],
])("%s stands on the page as %s", (name, shown) => {
  expect(label(name)).toBe(shown);
});

test("lines come whole, however cut, without prompts and terminal marks", () => {
  expect(linesOf("a b", "c\r", "\n>", "d\x1b[J\n> \n\xc2", "\xb0C\n")).toEqual(["a bc", "d", "°C"]);
});

test("a line that never ends is cut", () => {
  expect(linesOf("x".repeat(2500)).join("")).toHaveLength(2500);
});

test("a value belongs to its topic's last level; numbers are drawn", () => {
  const readings = new Readings();
  const known = ["temperature", "heater"];
  expect(readings.take("home/room-1a/temperature 21.5", 1000, known)).toBe(true);
  expect(readings.take("home/room-1a/temperature 21.7", 2000, known)).toBe(true);
  expect(readings.take("home/room-1a/heater on", 2000, known)).toBe(true);
  expect(readings.all.get("temperature")).toEqual({
    name: "temperature",
    latest: "21.7",
    times: [1000, 2000],
    values: [21.5, 21.7],
  });
  expect(readings.all.get("heater")?.values).toEqual([]);
});

test("console lines without a known value are ignored", () => {
  const readings = new Readings();
  for (const line of ["connecting to 10.0.0.1:1883", "connected", "home/room/other 5", "not connected: a/b"])
    expect(readings.take(line, 0, ["temperature"]), line).toBe(false);
  expect(readings.all.size).toBe(0);
});

test("an hour of values is kept and described in words", () => {
  const readings = new Readings();
  for (let second = 0; second < 4000; second++) readings.take(`home/room/light ${second}`, second * 1000);
  const series = readings.all.get("light");
  expect(series?.values).toHaveLength(3600);
  expect(series && seriesInWords(series, " lx")).toBe(
    "Light: 3600 values from 400 lx to 3999 lx, the latest 3999 lx.",
  );
});
