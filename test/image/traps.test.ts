// Traps of a device's pins are reported with its image.
import { describe, expect, test } from "vitest";
import esp32 from "../../boards/esp32-espruino.ts";
import sonoff from "../../boards/sonoff-basic-nodemcu.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { trapWarnings, warningsOf } from "../../tools/image/wiring/traps.ts";
import type { NeededRole } from "../../tools/image/wiring/wiring.ts";
import { wiringFaults } from "../../tools/image/wiring/wiring-faults.ts";

const output = (role: string): NeededRole => ({ role, kind: "output" });

test("a role on a trap pin is reported with pin and trap", () => {
  expect(warningsOf([output("siren")], { board: esp32, roles: { siren: "D12" } })).toEqual([
    'The role "siren" is on pin "D12": High at reset, the flash gets 1.8 V instead of 3.3 V and the chip does not start.',
  ]);
});

test("a pin without a trap is not warned of", () => {
  expect(trapWarnings([output("siren")], { board: esp32, roles: { siren: "D23" } })).toEqual([]);
});

test("each line of a bus is warned of by itself", () => {
  const roles = { air: { sda: "D0", scl: "D2" } };
  const pins = trapWarnings([{ role: "air", kind: "i2c" }], { board: esp32, roles }).map(({ pin }) => pin);
  expect(pins).toEqual(["D0", "D2"]);
});

test("a missing pull-up is a trap for digital inputs, not analog roles", () => {
  const warned = (kind: "analog" | "input") =>
    trapWarnings([{ role: "soil", kind }], { board: esp32, roles: { soil: "D34" } }).length;
  expect([warned("analog"), warned("input")]).toEqual([0, 1]);
});

test("warnings of danger to a person come before other traps", () => {
  const [first, ...traps] = warningsOf([{ role: "button", kind: "input" }], {
    board: sonoff,
    roles: { button: "BUTTON" },
  });
  expect(first).toContain("connected to the mains");
  expect(traps).toHaveLength(1);
});

test("an unknown role or pin is left to the wiring's check", () => {
  expect(trapWarnings([output("siren"), output("lamp")], { board: esp32, roles: { siren: "D99" } })).toEqual(
    [],
  );
});

describe("an analog role", () => {
  function refusal(pin: string): string {
    const wiring = { board: esp32, roles: { soil: pin } };
    return sentencesOf(wiringFaults([{ role: "soil", kind: "analog" }], wiring)).join();
  }

  test("an analog role on ADC2 is refused with the pins of ADC1", () => {
    expect(refusal("D25")).toBe(
      'the role "soil" is on pin "D25", which cannot be an analog input on ESP32 running Espruino, because it is on ADC2, which no program can read while Wi-Fi is on; these can: D32, D33, D34, D35, D36, D39.',
    );
  });

  test("an analog part on a pin of ADC1 is accepted", () => {
    expect(refusal("D32")).toBe("");
  });
});
