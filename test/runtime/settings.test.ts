// The settings record: what is written comes back, and what is broken is seen to be broken.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { utf8 } from "../../src/bytes/utf8.ts";
import { setting, settingsAreWhole } from "../../src/runtime/settings.ts";
import { type Settings, settingsRecord } from "../../src/runtime/settings-record.ts";

const line = fc.string({ unit: "grapheme", maxLength: 20 }).map((text) => text.replaceAll("\n", " "));
const settings: fc.Arbitrary<Settings> = fc.record(
  {
    ssid: line,
    password: line,
    host: line,
    port: fc.integer({ min: 1, max: 65535 }),
    tls: fc.boolean(),
    user: line,
    secret: line,
    id: line,
    root: line,
  },
  { requiredKeys: ["host"] },
);

test("every stored setting reads back as UTF-8, and others are empty", () => {
  fc.assert(
    fc.property(settings, (written) => {
      const record = settingsRecord(written);
      expect(settingsAreWhole(record)).toBe(true);
      for (const key of [
        "ssid",
        "password",
        "host",
        "port",
        "tls",
        "user",
        "secret",
        "id",
        "root",
      ] as const) {
        const value = written[key];
        const text = typeof value === "boolean" ? (value ? "1" : "0") : String(value ?? "");
        expect(setting(record, key)).toBe(utf8(text));
      }
    }),
  );
});

test("a value may look like a setting or the record's end", () => {
  const record = settingsRecord({ host: "h", password: "user=admin", secret: "end", user: "a=b=c" });
  expect(["password", "secret", "user", "admin"].map((key) => setting(record, key))).toEqual([
    "user=admin",
    "end",
    "a=b=c",
    "",
  ]);
});

test("a value with a line feed is refused and never shown", () => {
  const write = () => settingsRecord({ host: "h", secret: "line one\nline two" });
  expect(write).toThrow("The setting secret holds a line feed; a setting is one line.");
});

describe("an incomplete record", () => {
  test("a record cut anywhere is incomplete", () => {
    const record = settingsRecord({ ssid: "net", host: "broker", id: "end" });
    for (let length = 0; length < record.length; length += 1) {
      expect(settingsAreWhole(record.substring(0, length))).toBe(false);
    }
    expect(settingsAreWhole(record)).toBe(true);
  });

  test.each([
    "",
    "\n",
    "end\n",
    "\nend\n",
    "ringmote 2\nhost=h\nend\n",
    "host=h\nend\n",
    "\xff".repeat(64),
    "{}",
  ])("the record %j is incomplete", (record) => {
    expect(settingsAreWhole(record)).toBe(false);
  });
});
