// The settings of the page's form: the same record as the command line writes, with secrets that are kept.
import { expect, test } from "vitest";
import { settingsAreWhole } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { faultOf, mergedSettings, recordOf, storedSettings } from "../../tools/web/page/settings-record.ts";

const STORED = { ssid: "home", password: "12345678", host: "10.0.0.1", user: "me", secret: "mine" };

test("the record equals the command line's record and reads back", () => {
  const record = recordOf(mergedSettings({}, { ...STORED, ssid: "Zürich", port: "" }));
  expect(record).toBe(settingsRecord({ ...STORED, ssid: "Zürich" }));
  expect(settingsAreWhole(record)).toBe(true);
  expect(recordOf(storedSettings(record))).toBe(record);
});

test("an untyped secret is kept until its owner changes", () => {
  const typed = { ssid: "home", password: "", host: "10.0.0.2", user: "me", secret: "" };
  expect(mergedSettings(STORED, typed)).toEqual({ ...STORED, host: "10.0.0.2" });
  expect(mergedSettings(STORED, { ...typed, ssid: "other" })).not.toHaveProperty("password");
  expect(mergedSettings(STORED, { ...typed, user: "you" })).not.toHaveProperty("secret");
});

test("settings that the form does not show stay", () => {
  const stored = { ...STORED, keepalive: "30" };
  expect(recordOf(mergedSettings(stored, { host: "10.0.0.3" }))).toContain("\nkeepalive=30\n");
});

test("a damaged record counts as none", () => {
  expect(storedSettings("ringmote 1\nssid=home\n")).toEqual({});
  expect(storedSettings("")).toEqual({});
});

test("settings that the device would refuse are reported, never with their values", () => {
  expect(faultOf("password", "short")).toBe("password has 8 to 64 bytes");
  expect(faultOf("port", "70000")).toContain("65535");
  expect(faultOf("host", "")).toBe("");
});
