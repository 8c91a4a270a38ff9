// Power that comes three times in a row, on a device that has settings: counted, and asked for the set-up.
import { expect, test } from "vitest";
import type { Storage } from "../../src/ports/storage.ts";
import { EMPTY_RECORD, SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { keepTried, layBeside, MARK, takeBackTried } from "../../src/runtime/settings-trial.ts";
import { SET_UP_NEXT, STARTS } from "../../src/runtime/starts.ts";
import { reopenOnFailure, startsSetUp } from "../../src/setup/power-ups.ts";

const SET = settingsRecord({ ssid: "net", password: "pass-word", host: "broker" });
const OTHERS = settingsRecord({ ssid: "net", password: "pass-word", host: "other" });

/** "power" and "other" are reasons of a start, "runs" is ten seconds of running, the others write records. */
type Happening = "power" | "other" | "runs" | keyof typeof WRITTEN;

const WRITTEN = {
  "page sends": (records: Storage) => {
    layBeside(records, OTHERS);
    reopenOnFailure(records);
  },
  "message sends": (records: Storage) => void layBeside(records, OTHERS),
  begins: (records: Storage) => void records.writeRecord(MARK, "1"),
  holds: (records: Storage) => void keepTried(records),
  fails: (records: Storage) => takeBackTried(records, "no network"),
  "network is missed": (records: Storage) => void records.writeRecord(STARTS, SET_UP_NEXT),
};

/** Which of its starts are the set-up's. */
function startsOf(settings: string, happenings: readonly Happening[], isHeld = false) {
  const storage = new Map([[SETTINGS, settings]]);
  const writes: string[] = [];
  const readRecord = (name: string) => storage.get(name);
  const writeRecord = (name: string, bytes: string) => {
    writes.push(name);
    storage.set(name, bytes);
    return true;
  };
  let later = false;
  const forgetPowerUps = () => void storage.delete(STARTS);
  const starts: boolean[] = [];
  for (const happening of happenings) {
    if (happening === "runs") {
      if (later) forgetPowerUps();
      continue;
    }
    if (happening !== "power" && happening !== "other") {
      WRITTEN[happening]({ readRecord, writeRecord });
      continue;
    }
    later = false;
    const isSetUp = startsSetUp(
      {
        readRecord,
        writeRecord,
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

test("the third power-up in a row starts the set-up once", () => {
  const { starts } = startsOf(SET, ["power", "power", "power", "power", "power", "power"]);
  expect(starts).toEqual([false, false, true, false, false, true]);
});

test("ten seconds of running reset the power-up count", () => {
  const { starts } = startsOf(SET, ["power", "power", "runs", "power", "power", "power"]);
  expect(starts).toEqual([false, false, false, false, true]);
});

test("a wake or a restart resets the power-up count without writing", () => {
  const { starts } = startsOf(SET, ["power", "power", "other", "power", "power"]);
  expect(starts).toEqual([false, false, false, false, false]);
  expect(startsOf(SET, ["other", "other", "other"])).toEqual({ starts: [false, false, false], writes: [] });
});

test("a device without settings starts the set-up at each start", () => {
  expect(startsOf(EMPTY_RECORD, ["power", "other", "power"])).toEqual({
    starts: [true, true, true],
    writes: [],
  });
});

test("a button held at power-up starts the set-up, but not at wake", () => {
  expect(startsOf(SET, ["power", "other", "power"], true).starts).toEqual([true, false, true]);
});

test.each([
  ["are refused", ["page sends", "other", "begins", "fails", "other", "other"], [false, true, false]],
  ["are cut", ["page sends", "other", "begins", "power", "other"], [false, true, false]],
  ["hold", ["page sends", "other", "begins", "holds", "other", "power"], [false, false, false]],
] as const)("page settings that %s are reported on the page, or never", (_, happenings, starts) => {
  expect(startsOf(SET, happenings).starts).toEqual(starts);
});

test("message settings that fail open no page", () => {
  const failing = ["message sends", "other", "begins", "fails", "other"] as const;
  expect(startsOf(SET, failing).starts).toEqual([false, false]);
  const { starts } = startsOf(SET, ["page sends", "other", "begins", "holds", ...failing]);
  expect(starts).toEqual([false, false, false]);
});

test("a device that missed its network starts its set-up once", () => {
  for (const reason of ["other", "power"] as const) {
    const { starts } = startsOf(SET, ["other", "network is missed", reason, "other"]);
    expect(starts).toEqual([false, true, false]);
  }
});
