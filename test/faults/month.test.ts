// A simulated month with daily faults, on every engine: nothing is lost, nothing grows, and every slot is free at the end.
import { describe, expect, test } from "vitest";
import { monthEngines } from "../../tools/laboratory/soak/month/engines.ts";
import { liveMonth } from "../../tools/laboratory/soak/month/month.ts";
import { DAYS as ALL_DAYS, monthFaults } from "../../tools/laboratory/soak/month/proof.ts";
import { atGate } from "../everything.ts";

const DAYS = atGate(10, ALL_DAYS);

/** As many more come in the first hour. */
const MISHAPS_A_DAY = 4;

describe.each(await monthEngines())("$name", (engine) => {
  test(`a device survives ${DAYS} days of lost Wi-Fi and forgetful brokers`, () => {
    const month = liveMonth(engine, 1, DAYS);
    expect(monthFaults(engine, month)).toEqual([]);
    expect(month.given).toBeGreaterThan(DAYS * 24 * 60);
    expect(month.mishaps).toBe((DAYS + 1) * MISHAPS_A_DAY);
    expect(month.connections).toBeGreaterThan(month.mishaps);
  });
});
