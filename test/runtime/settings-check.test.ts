// Names that a device takes for its broker: many programs name one by an address, and a device
// has a setting for each part.
import { describe, expect, test } from "vitest";
import { changedSettings } from "../../src/runtime/settings-change.ts";
import { valueFault } from "../../src/runtime/settings-check.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";

const ALONE = "host is a name or an address alone, without mqtt://, port and spaces";

describe("the setting host", () => {
  test.each([
    "mqtt://192.168.1.10:1883",
    "mqtt://broker",
    "mqtts://me:pw@broker",
    "192.168.1.10:1883",
    "broker:x",
    "broker:",
    ":1883",
    "[::1]",
    "[::1]:1883",
    "//broker",
    "broker/path",
    "me@broker",
    "192.168.1.10 ",
    " broker",
    "the broker",
  ])("the setting host refuses %j", (host) => {
    expect(valueFault("host", host)).toBe(ALONE);
  });

  test.each(["broker", "broker.local", "192.168.1.10", "::1", "fe80::1%eth0", "a,b:1884", "a,::1", "brücke"])(
    "the setting host accepts %j",
    (host) => {
      expect(valueFault("host", Buffer.from(host).toString("latin1"))).toBe("");
    },
  );

  test.each(["a,mqtt://b", "a,b/c", "a,me@b", "a, b", "[::1],b", "a,,b"])(
    "the setting host refuses the list %j",
    (host) => {
      expect(valueFault("host", host)).toBe(
        "host is names or addresses with commas between, without mqtt:// and spaces",
      );
    },
  );

  test("a host setting that is an address is refused and changes nothing", () => {
    const before = settingsRecord({ host: "broker" });
    const { fault } = changedSettings(before, "keepalive=30\nhost=mqtt://192.168.1.10:1883", false);
    expect(fault).toBe(ALONE);
  });
});
