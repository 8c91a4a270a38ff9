// The timer and clock rows of the NodeMCU tables.
import { describe, expect, test } from "vitest";
import { CHIPS, lab } from "./lab.ts";

describe.each(CHIPS)("a timer of the %s", (chip) => {
  test("fires in semi mode once, and keeps its callback", () => {
    const table = lab(chip);
    table.run('tmr.create():alarm(10, tmr.ALARM_SEMI, function() note("semi") end)');
    table.advance(100);
    expect(table.notes()).toBe("semi");
  });

  test("waits from 1 to 6870947 milliseconds", () => {
    const table = lab(chip);
    table.run(
      "for _, ms in ipairs({ 0, 1, 6870947, 6870948 }) do local t = tmr.create() try(t.alarm, t, ms, 0, print) end",
    );
    const range = "bad argument #1 to 'alarm' (Range: 1-6870947)";
    expect(table.notes()).toBe(`${range}; fine; fine; ${range}`);
  });
});

describe("the clocks of the ESP8266", () => {
  test("count microseconds in 31 bits and wrap", () => {
    const table = lab("esp8266", { microsAtBoot: 2 ** 31 - 1500 });
    table.run("note(tmr.now())");
    table.advance(1);
    table.run("note(tmr.now())");
    table.advance(1);
    table.run("note(tmr.now(), tmr.time())");
    expect(table.notes()).toBe("2147482148; 2147483148; 500 0");
  });

  test("have a soft watchdog that restarts the chip", () => {
    const table = lab("esp8266");
    table.run("tmr.softwd(2)");
    table.advance(1500);
    table.run("tmr.softwd(2)");
    table.advance(1900);
    expect(table.device.restarts()).toBe(0);
    table.advance(1000);
    expect(table.device.restarts()).toBe(1);
  });

  test("know no wall time until a server told it", () => {
    const table = lab("esp8266", { epochSeconds: 1_800_000_000 });
    table.run("note((rtctime.get())) sntp.sync(nil, function(s) note('synced', s) end)");
    table.advance(1000);
    table.run("note((rtctime.get()))");
    expect(table.notes()).toBe("0; synced 1800000000; 1800000001");
  });
});

describe("the clocks of the ESP32", () => {
  test("the clocks count microseconds in a float that loses digits", () => {
    const table = lab("esp32", { microsAtBoot: 2 ** 31 });
    table.advance(1);
    table.run("note(node.uptime())");
    expect(table.notes()).toBe("2.147485e+09 0");
  });

  test("count in 31 bits in an integer build", () => {
    const table = lab("esp32", { microsAtBoot: 2 ** 31 - 500, uptime: "wrapping" });
    table.advance(1);
    table.run("note((node.uptime()))");
    expect(table.notes()).toBe("500");
  });

  test("count wall seconds from boot until a server told the time", () => {
    const table = lab("esp32", { epochSeconds: 1_800_000_000 });
    table.advance(2000);
    table.run("note(time.get()) time.initntp()");
    table.advance(1000);
    table.run("note(time.get())");
    expect(table.notes()).toBe("2 0; 1800000003 0");
  });

  test("leave the ESP8266's names out", () => {
    expect(lab("esp32").run("return tostring(tmr.now or tmr.time or rtctime or sntp)")).toBe("nil");
  });
});
