// The setting `address`: what a device may have, what it joins with, and what another one leaves behind.
import { describe, expect, test } from "vitest";
import { setting } from "../../src/runtime/settings.ts";
import { changedSettings } from "../../src/runtime/settings-change.ts";
import { valueFault } from "../../src/runtime/settings-check.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { takeAddress } from "../../src/runtime/static-address.ts";

const FORM =
  "address is address/prefix,gateway or address/prefix,gateway,DNS server, as 192.168.1.40/24,192.168.1.1";
const FAULTS: readonly (readonly [string, string])[] = [
  ["192.168.1.40", FORM],
  ["192.168.1.40/24", FORM],
  ["192.168.1.40,192.168.1.1", FORM],
  ["192.168.1.40/24,router", FORM],
  ["192.168.1.40/24,192.168.1.1,", FORM],
  ["192.168.1.40/24,192.168.1.1,9.9.9.9,8.8.8.8", FORM],
  ["192.168.1/24,192.168.1.1", FORM],
  ["192.168.1.40.5/24,192.168.1.1", FORM],
  ["192.168.1.256/24,192.168.1.1", FORM],
  ["192.168.001.40/24,192.168.1.1", FORM],
  ["192.168.1.40/0,192.168.1.1", FORM],
  ["192.168.1.40/31,192.168.1.41", FORM],
  [" 192.168.1.40/24,192.168.1.1", FORM],
  ["127.0.0.1/8,127.0.0.2", "address is none that a device can have"],
  ["239.1.1.2/24,239.1.1.1", "address is none that a device can have"],
  ["192.168.1.0/24,192.168.1.1", "address is that of its whole network: take another one of it"],
  ["10.0.8.0/21,10.0.8.1", "address is that of its whole network: take another one of it"],
  ["192.168.1.255/24,192.168.1.1", "address is its network's broadcast address: take another one of it"],
  ["10.0.15.255/21,10.0.8.1", "address is its network's broadcast address: take another one of it"],
  ["192.168.1.40/24,192.168.2.1", "address names a gateway outside its network"],
  ["192.168.1.40/26,192.168.1.65", "address names a gateway outside its network"],
  ["192.168.1.40/24,192.168.1.255", "address names a gateway that no device can be"],
  ["192.168.1.40/24,192.168.1.40", "address is that of its gateway"],
];

describe("the setting address", () => {
  test.each(FAULTS)("the setting address is not %j", (address, fault) => {
    expect(valueFault("address", address)).toBe(fault);
  });

  test.each([
    ["192.168.1.40/24,192.168.1.1", ["192.168.1.40", "255.255.255.0", "192.168.1.1", "192.168.1.1"]],
    ["10.0.9.255/21,10.0.8.1,9.9.9.9", ["10.0.9.255", "255.255.248.0", "10.0.8.1", "9.9.9.9"]],
    ["172.16.0.2/30,172.16.0.1", ["172.16.0.2", "255.255.255.252", "172.16.0.1", "172.16.0.1"]],
    ["10.200.0.2/1,10.0.0.1", ["10.200.0.2", "128.0.0.0", "10.0.0.1", "10.0.0.1"]],
  ])("a device joins with %j", (address, taken) => {
    expect(valueFault("address", address)).toBe("");
    const used: string[][] = [];
    takeAddress({ useAddress: (...all) => used.push(all) }, settingsRecord({ host: "b", address }));
    expect(used).toEqual([taken]);
  });

  test("a device without the setting leaves its address to DHCP", () => {
    const used: string[][] = [];
    takeAddress({ useAddress: (...all) => used.push(all) }, settingsRecord({ host: "b" }));
    expect(used).toEqual([]);
  });
});

const BEFORE = settingsRecord({
  ssid: "home",
  host: "broker",
  user: "me",
  secret: "s3cret",
  address: "192.168.1.40/24,192.168.1.1",
});

test("another gateway or DNS server is shown no secret of the broker", () => {
  const { record, fault } = changedSettings(BEFORE, "address=192.168.1.40/24,192.168.1.66", false);
  expect([fault, setting(record, "user"), setting(record, "secret")]).toEqual(["", "", ""]);
});

test("another network does not take the address along", () => {
  const { record } = changedSettings(BEFORE, "ssid=elsewhere", false);
  expect(setting(record, "address")).toBe("");
  const brought = changedSettings(BEFORE, "ssid=elsewhere\naddress=10.0.0.2/8,10.0.0.1", false);
  expect(setting(brought.record, "address")).toBe("10.0.0.2/8,10.0.0.1");
});
