// The rows of the MQTT client alone, without a peer: they wait for it, and hold what can be held without it.
import { expect, test } from "vitest";
import { clientInVm } from "../../tools/laboratory/bench/lua/client-vm.ts";

const PATIENT_MS = 120_000;

test(
  "without luamqtt the row counts our message and names the missing figure",
  async () => {
    const skipped: string[] = [];
    const rows = await clientInVm.measure((reason) => skipped.push(reason), {});
    expect(skipped).toEqual([expect.stringContaining("the peer luamqtt was not given: --peer luamqtt=")]);
    const beside = rows.filter(({ peer }) => peer === "luamqtt");
    expect(beside.length).toBeGreaterThan(0);
    for (const row of beside) expect(row).not.toHaveProperty("value");
    expect(rows.every(({ exact }) => exact)).toBe(true);
    expect(rows.filter(({ met }) => met === false)).toEqual([]);
  },
  PATIENT_MS,
);
