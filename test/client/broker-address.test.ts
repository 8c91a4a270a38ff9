// A broker's address as people write it, and what a client, a command and the page make of it.
import { expect, test } from "vitest";
import { brokerParts } from "../../src/client/transport/broker-address.ts";

test.each([
  ["mqtt://192.168.1.10:1883", { host: "192.168.1.10", port: "1883", tls: false }],
  ["MQTTS://Broker.example", { host: "Broker.example", tls: true }],
  ["mqtt://broker/", { host: "broker", tls: false }],
  ["192.168.1.10:1883", { host: "192.168.1.10", port: "1883" }],
  [" broker ", { host: "broker" }],
  ["[::1]", { host: "::1" }],
  ["tls://[fe80::1]:8883", { host: "fe80::1", port: "8883", tls: true }],
  ["me@broker", { host: "broker", user: "me" }],
  ["mqtt://me:p%40ss%@broker:1", { host: "broker", port: "1", tls: false, user: "me", secret: "p%40ss%" }],
  ["mqtt://me:p%40ss@broker", { host: "broker", tls: false, user: "me", secret: "p@ss" }],
])("the address %j is split into its parts", (address, parts) => {
  expect(brokerParts(address)).toEqual(parts);
});

test.each(["broker", "192.168.1.10", "::1", "", "a,b:1884", "a:1,b"])(
  "the address %j is a host without parts",
  (host) => {
    expect(brokerParts(host)).toBeUndefined();
  },
);

test.each([
  "ws://broker",
  "http://broker:8123",
  "mqtt://",
  "mqtt://broker/path",
  "broker:0",
  "broker:65536",
  "broker:x",
  "a b",
])("the address %j has no valid parts", (address) => {
  expect(brokerParts(address)).toBeUndefined();
});
