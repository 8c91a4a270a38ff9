// The program of a set-up on loopback: Node's fetch and resolver are the phone.
import { Resolver } from "node:dns/promises";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { SETTINGS, setting } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { LOOPBACK, serveSetUp } from "./served.ts";

const FILLED = { ssid: "home", password: "pass-word", host: "192.168.1.20", user: "", id: "" };

/** Sends the form of a page that was loaded, filled with these fields. */
async function fill(url: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const page = await (await fetch(url)).text();
  const [, token = ""] = /name="token" value="([0-9a-f]{16})"/.exec(page) ?? [];
  return fetch(url, { method: "POST", body: new URLSearchParams({ ...fields, token }) });
}

test("a phone finds the page and sets the device up", async () => {
  const served = await serveSetUp();
  const resolver = new Resolver();
  resolver.setServers([`${LOOPBACK}:${served.dnsPort}`]);
  expect(await resolver.resolve4("captive.apple.com")).toEqual([LOOPBACK]);
  expect(await (await fill(served.url, { ...FILLED, password: "short" })).text()).toContain(
    "password has 8 to 64 bytes",
  );
  expect(await (await fill(served.url, FILLED)).text()).toContain("being tried");
  served.pass(3000);
  const record = await served.record;
  expect(["ssid", "password", "host"].map((key) => setting(record, key))).toEqual([
    "home",
    "pass-word",
    "192.168.1.20",
  ]);
  expect([served.isOpen(), served.lines]).toEqual([false, ["set-up: the settings are tried"]]);
  await expect(fetch(served.url)).rejects.toThrow();
});

test("the access point closes after ten minutes, also with a phone", async () => {
  const served = await serveSetUp();
  served.pass(590_000);
  expect((await fetch(served.url)).status).toBe(200);
  served.pass(10_000);
  expect([await served.record, served.isOpen()]).toEqual(["", false]);
  await expect(fetch(served.url)).rejects.toThrow();
});

test("ten silent sockets keep no phone from the page", async () => {
  const served = await serveSetUp();
  const port = Number(new URL(served.url).port);
  const sockets = Array.from({ length: 10 }, () => connect(port, LOOPBACK).on("error", () => {}));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  await Promise.all(sockets.map((socket: Socket) => once(socket, "connect")));
  const { status } = await fetch(served.url);
  expect(status).toBe(200);
});

test("a device with settings keeps what the form leaves unchanged", async () => {
  const before = settingsRecord({ ssid: "home", password: "pass-word", host: "old", keepalive: 30 });
  const served = await serveSetUp({ records: new Map([[SETTINGS, before]]) });
  await fill(served.url, { ...FILLED, password: "", host: "new" });
  served.pass(3000);
  const record = await served.record;
  expect(["password", "host", "keepalive"].map((key) => setting(record, key))).toEqual([
    "pass-word",
    "new",
    "30",
  ]);
});
