import { expect, test } from "vitest";
import { parseBrokerUrl } from "../../tools/cli/broker/broker-url.ts";

test.each([
  ["mqtt://h", { host: "h", port: 1883, tls: false }],
  ["mqtts://h", { host: "h", port: 8883, tls: true }],
  ["mqtt://h:1999/", { host: "h", port: 1999, tls: false }],
  ["mqtt://[::1]:1", { host: "::1", port: 1, tls: false }],
  ["mqtts://me:a%40b%3Ac@h", { host: "h", port: 8883, tls: true, user: "me", password: "a@b:c" }],
  ["mqtt://bücher.example", { host: "xn--bcher-kva.example", port: 1883, tls: false }],
  ["mqtt://b%FCcher.example", { host: "b%FCcher.example", port: 1883, tls: false }],
  ["mqtt://me@h", { host: "h", port: 1883, tls: false, user: "me" }],
])("the address %s is split into its parts", (url, expected) => {
  expect(parseBrokerUrl(url, {})).toEqual(expected);
});

test("the address's password takes precedence over the environment's", () => {
  const environment = { RINGMOTE_BROKER_PASSWORD: "hidden" };
  expect(parseBrokerUrl("mqtt://me@h", environment).password).toBe("hidden");
  expect(parseBrokerUrl("mqtt://me:shown@h", environment).password).toBe("shown");
});

test.each([
  "h",
  "h:1883",
  "ws://h",
  "mqtt://",
  "mqtt://h/topic",
  "mqtt://h?x=1",
  "mqtt://:pw@h",
  "mqtt://a:%zz@h",
  "mqtt://h:65536",
])("the address %s is refused", (url) => {
  expect(() => parseBrokerUrl(url, {})).toThrow();
});

test.each(["mqtt://h:0", "mqtts://me:pw@h:00/"])("the address %s is refused: port 0 is never open", (url) => {
  expect(() => parseBrokerUrl(url, {})).toThrow(
    /^The broker's address has the port 0, at which nobody listens; one is from 1 to 65535; it must be like mqtt:/,
  );
});
