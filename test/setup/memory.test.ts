// Memory of a device that can be set up over the air: while it runs not a byte of its set-up, nor of the
// choice at its start; and what the set-up takes in its place.
import { expect, test } from "vitest";
import board from "../../boards/esp8266-nodemcu.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { QUICK_MS } from "../../src/setup/power-ups.ts";
import { WATCH } from "../../tools/laboratory/sizes/heap.ts";
import { LOADER, startList, startListIn } from "../../tools/targets/nodemcu/lua/init.ts";
import { formOf, GET, HOME, powered } from "./powered.ts";

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

/** Without what is left for the collector, which NodeMCU calls where memory is short. */
test.each(["5.1", "5.3"] as const)("a set-up under ten phones fits an ESP8266 with Lua %s", async (lua) => {
  const { pass, call, ask, heap, worstHeap } = await powered(board.name, {
    lua,
    stored: (files) => ({ ...files, [LOADER]: WATCH + files[LOADER] }),
  });
  const held: number[] = [];
  const watch = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 20) {
      held.push(heap());
      pass(20);
    }
  };
  const phones = Array.from({ length: 10 }, () => {
    const phone = call();
    phone.stream.write(GET.slice(0, -2));
    watch(20);
    return phone;
  });
  for (const phone of phones) phone.stream.write("\r\n");
  watch(3000);
  expect(phones.filter(({ heard }) => heard.endsWith("</html>"))).toHaveLength(2);
  const page = ask(GET).heard;
  const phone = call();
  phone.stream.write(formOf(page, { ...HOME, host: "192.168.1.20" }));
  watch(1000);
  expect(phone.heard).toContain("being tried");
  const most = Math.max(...held, worstHeap());
  expect(most).toBeGreaterThan(heap());
  expect(most).toBeLessThanOrEqual(board.budget.held);
});
