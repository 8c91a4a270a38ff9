// READMEs of the firmwares say the same of wires and topics as wiring.ts and device.ts do.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Wiring } from "../../boards/board.ts";
import { isColoured, isDimmable } from "../../src/device/declare/actuators/light.ts";
import type { DeviceDeclaration } from "../../src/device/declare/device.ts";
import {
  brightnessName,
  colourName,
  commandTopic,
  historyTopic,
  logTopic,
  problemTopic,
  requestTopic,
  statusTopic,
  valueTopic,
} from "../../src/device/run/topics.ts";
import { firmwareNames, readFirmware } from "../../tools/image/firmware/firmware.ts";
import { chargeEstimate, monthsOf } from "../../tools/image/power/charge-estimate.ts";
import { pinsOf, wireOf } from "../../tools/image/wiring/named-pins.ts";
import { neededRoles } from "../../tools/image/wiring/wiring.ts";

const ROOT = "<root>";

const FIRMWARES = await Promise.all(firmwareNames().map(readFirmware));

/** The section of a README below this heading. */
function section(readme: string, heading: string): string {
  const [, text = ""] = readme.split(`\n## ${heading}\n`);
  return text.split("\n## ")[0] ?? "";
}

/** The cells of a table's rows that begin with a word in backticks, without the backticks. */
function rows(text: string): string[][] {
  const lines = text.split("\n").filter((line) => line.startsWith("| `"));
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim().replaceAll("`", "")),
  );
}

/** The pins of a board by what they are for: "heater", "air sda". */
function namedPins(declaration: DeviceDeclaration, { roles }: Wiring): Map<string, string> {
  const named = new Map<string, string>();
  for (const needed of neededRoles(declaration)) {
    const wire = wireOf(needed, roles);
    const name = needed.role.replace(".", " ");
    if (wire === undefined) continue;
    const [first = "", second] = pinsOf(wire);
    if (second === undefined) named.set(name, first);
    else named.set(`${name} sda`, first).set(`${name} scl`, second);
  }
  return named;
}

/** Every topic of a device that says something, and every one that it listens to. */
function topicsOf({ sensors = [], actuators = [], diagnostics = [], log }: DeviceDeclaration): string[] {
  const topics = [statusTopic(ROOT), problemTopic(ROOT)];
  for (const name of diagnostics) topics.push(valueTopic(ROOT, name));
  for (const { name, options } of sensors) {
    topics.push(valueTopic(ROOT, name));
    if (options.onRequest === true) topics.push(requestTopic(ROOT, name));
    if (options.history !== undefined) topics.push(historyTopic(ROOT, name));
  }
  for (const actuator of actuators) {
    const { name, behaviour } = actuator;
    topics.push(commandTopic(ROOT, name));
    if (behaviour.hasState) topics.push(valueTopic(ROOT, name));
    if (isDimmable(actuator))
      topics.push(valueTopic(ROOT, brightnessName(name)), commandTopic(ROOT, brightnessName(name)));
    if (isColoured(actuator))
      topics.push(valueTopic(ROOT, colourName(name)), commandTopic(ROOT, colourName(name)));
  }
  if (log !== undefined) topics.push(logTopic(ROOT));
  return [...new Set(topics)].sort();
}

describe.each(FIRMWARES)("the README of $name", ({ folder, declaration, wiring }) => {
  const readme = readFileSync(join(folder, "README.md"), "utf8");
  const wires = rows(section(readme, "Wiring"));

  test("the README has a row for each board that the firmware is wired on", () => {
    expect(wires.map(([board]) => board)).toEqual(Object.keys(wiring));
  });

  test("the README's table gives each wire's pin on each board", () => {
    const boards = Object.entries(wiring).map(([name, wired]) => ({
      name,
      pins: namedPins(declaration, wired),
    }));
    const [first = []] = wires;
    /** Of each column the wires that are on its pin: those of a bus share two. */
    const columns = first
      .slice(1)
      .map((pin) => [...(boards[0]?.pins ?? [])].filter(([, at]) => at === pin).map(([wire]) => wire));
    expect(columns.flat().sort()).toEqual([...(boards[0]?.pins.keys() ?? [])].sort());
    const pinsAt = (pins: Map<string, string>, column: string[]) =>
      [...new Set(column.map((wire) => pins.get(wire)))].join(" and ");
    const expected = boards.map(({ name, pins }) => [name, ...columns.map((column) => pinsAt(pins, column))]);
    expect(wires).toEqual(expected);
  });

  test("the README has a sleeper's months of a battery on each board", () => {
    const boards = declaration.sleep === undefined ? [] : Object.entries(wiring);
    const estimates = boards.map(([name, { board }]) => {
      const estimate = chargeEstimate(declaration, board);
      return [name, estimate === undefined ? "" : monthsOf(estimate)];
    });
    expect(rows(section(readme, "Battery"))).toEqual(estimates);
  });

  test("the README names the topics that the device has, and no others", () => {
    const named = section(readme, "What it publishes").matchAll(/`(<root>\/[^`]+)`/g);
    expect([...new Set([...named].map(([, topic]) => topic))].sort()).toEqual(topicsOf(declaration));
  });
});
