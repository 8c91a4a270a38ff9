// What may go wrong with a device's pins is told with its image.
import { describe, expect, test } from "vitest";
import esp32 from "../../boards/esp32-espruino.ts";
import sonoff from "../../boards/sonoff-basic-nodemcu.ts";
import { sentencesOf } from "../../src/checks/fault.ts";
import { trapWarnings, warningsOf } from "../../tools/image/traps.ts";
import type { NeededRole } from "../../tools/image/wiring.ts";
import { wiringFaults } from "../../tools/image/wiring-faults.ts";

const output = (role: string): NeededRole => ({ role, kind: "output" });

test("a role on a pin with a trap is warned of by role, pin and trap", () => {
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

test("an input that has no pull-up is no trap for an analog role, and is one for a digital input", () => {
  const warned = (kind: "analog" | "input") =>
    trapWarnings([{ role: "soil", kind }], { board: esp32, roles: { soil: "D34" } }).length;
  expect([warned("analog"), warned("input")]).toEqual([0, 1]);
});

test("what may hurt a person comes before the traps", () => {
  const [first, ...traps] = warningsOf([{ role: "button", kind: "input" }], {
    board: sonoff,
    roles: { button: "BUTTON" },
  });
  expect(first).toContain("connected to the mains");
  expect(traps).toHaveLength(1);
});

test("a role or a pin that is not there is left to the check of the wiring", () => {
  expect(trapWarnings([output("siren"), output("lamp")], { board: esp32, roles: { siren: "D99" } })).toEqual(
    [],
  );
});

describe("an analog role", () => {
  function refusal(pin: string): string {
    const wiring = { board: esp32, roles: { soil: pin } };
    return sentencesOf(wiringFaults([{ role: "soil", kind: "analog" }], wiring)).join();
  }

  test("on a pin of the ESP32's ADC2 is refused because of Wi-Fi, in one sentence that names ADC1's pins", () => {
    expect(refusal("D25")).toBe(
      'the role "soil" is on pin "D25", which cannot be an analog input on ESP32 running Espruino, because it is on ADC2, which no program can read while Wi-Fi is on; these can: D32, D33, D34, D35, D36, D39.',
    );
  });

  test("on a pin of ADC1 is taken", () => {
    expect(refusal("D32")).toBe("");
  });
});
