// Power that comes three times in a row, on a device that has settings: counted, and asked for the set-up.
import { expect, test } from "vitest";
import { EMPTY_RECORD, SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { POWER_UPS, startsSetUp } from "../../src/setup/power-ups.ts";

const SET = settingsRecord({ ssid: "net", password: "pass-word", host: "broker" });

/** Which of its starts are the set-up's: "power" and "other" are reasons, "runs" is ten seconds of running. */
function startsOf(settings: string, happenings: readonly ("power" | "other" | "runs")[], isHeld = false) {
  const storage = new Map([[SETTINGS, settings]]);
  const writes: string[] = [];
  let later = false;
  const forgetPowerUps = () => void storage.delete(POWER_UPS);
  const starts: boolean[] = [];
  for (const happening of happenings) {
    if (happening === "runs") {
      if (later) forgetPowerUps();
      continue;
    }
    later = false;
    const isSetUp = startsSetUp(
      {
        readRecord: (name) => storage.get(name),
        writeRecord: (name, bytes) => {
          writes.push(name);
          storage.set(name, bytes);
          return true;
        },
        isPowerUp: () => happening === "power",
        forgetPowerUps,
        forgetPowerUpsLater: () => {
          later = true;
        },
      },
      isHeld,
    );
    starts.push(isSetUp);
  }
  return { starts, writes };
}

test("the third power-up in a row starts the set-up, and the next one the device", () => {
  const { starts } = startsOf(SET, ["power", "power", "power", "power", "power", "power"]);
  expect(starts).toEqual([false, false, true, false, false, true]);
});

test("ten seconds of running begin the count anew", () => {
  const { starts } = startsOf(SET, ["power", "power", "runs", "power", "power", "power"]);
  expect(starts).toEqual([false, false, false, false, true]);
});

test("a wake or a restart begins the count anew, and writes nothing", () => {
  const { starts } = startsOf(SET, ["power", "power", "other", "power", "power"]);
  expect(starts).toEqual([false, false, false, false, false]);
  expect(startsOf(SET, ["other", "other", "other"])).toEqual({ starts: [false, false, false], writes: [] });
});

test("a device without settings is set up at each start, and counts none", () => {
  expect(startsOf(EMPTY_RECORD, ["power", "other", "power"])).toEqual({
    starts: [true, true, true],
    writes: [],
  });
});

test("a button that is held as power comes starts the set-up, and at no wake", () => {
  expect(startsOf(SET, ["power", "other", "power"], true).starts).toEqual([true, false, true]);
});
