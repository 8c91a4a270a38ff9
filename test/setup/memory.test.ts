// Memory of a device that can be set up over the air, while it runs: not a byte of its set-up, nor of the choice at its start.
import { expect, test } from "vitest";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { QUICK_MS } from "../../src/setup/power-ups.ts";
import { startList, startListIn } from "../../tools/targets/nodemcu/lua/init.ts";
import { HOME, powered } from "./powered.ts";

const LIST = "ringmote.lua";
const RECORDS = { [SETTINGS]: settingsRecord({ ...HOME, host: "192.168.1.20" }) };

/** A timer that has ended leaves a place in the host's list of them. */
const TIMER = `tmr.create():alarm(${QUICK_MS},tmr.ALARM_SINGLE,function()end)\n`;

/** The same device, which chooses nothing at its start. */
function withoutChoice(files: Readonly<Record<string, string>>) {
  const { modules = [] } = startListIn(files[LIST] ?? "") ?? {};
  return { ...files, [LIST]: TIMER + startList({ modules }) };
}

test.each(["esp8266-nodemcu", "esp32-nodemcu"] as const)(
  "%s runs without a byte of its set-up",
  async (board) => {
    const heapOf = async (options: Parameters<typeof powered>[1]) => {
      const { broker, pass, heap } = await powered(board, { ...options, records: RECORDS });
      pass(20_000);
      expect(broker.connects).toHaveLength(1);
      return heap();
    };
    const bare = await heapOf({ stored: withoutChoice });
    const device = await heapOf({});
    expect(device).toBe(bare);
  },
);
