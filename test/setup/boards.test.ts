// A device that is set up over the air on each board, as built for it, on hosted engines: its networks, its
// access point, its page and its answers to names, and its way to the broker.
import { expect, test } from "vitest";
import { SETTINGS, setting } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { TRIED } from "../../src/runtime/settings-trial.ts";
import { ACCESS_PASSWORD } from "../../src/setup/access-names.ts";
import { ANNOUNCED_BROKER, answerTo } from "../runtime/mdns-answers.ts";
import { BOARDS } from "./built.ts";
import { formOf, GET, HOME, PASSWORD, powered } from "./powered.ts";

test.each(BOARDS)("%s opens its access point, and a phone sets it up", async (boardName) => {
  const { air, datagrams, lines, pass, ask, storage } = await powered(boardName);
  expect(lines).toEqual([]);
  expect(air.accessPoint).toEqual({
    name: expect.stringMatching(/^ringmote-[0-9a-f]{6,12}$/),
    password: PASSWORD,
  });

  datagrams.arrive(53, "\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x01a\0\0\x01\0\x01", "192.168.4.2", 4000);
  pass(100);
  expect(datagrams.sent).toMatchObject([{ address: "192.168.4.2", port: 4000, from: 53 }]);
  expect(datagrams.sent[0]?.bytes.endsWith("\xc0\xa8\x04\x01")).toBe(true);

  const page = ask(GET);
  expect(page.ended).toBe("closed");
  expect(page.heard).toMatch(/^HTTP\/1\.1 200 OK\r\n.*<\/html>$/s);
  expect(page.heard.match(/<option value="[^"]*"/g)).toEqual(
    ["home", "guests", "far, away", ""].map((name) => `<option value="${name}"`),
  );

  const answer = ask(formOf(page.heard, { ...HOME, host: "192.168.1.20" }));
  expect(answer.heard).toContain("being tried");
  pass(1000);
  expect(lines.filter((line) => /error/i.test(line))).toEqual([]);
  expect(air.accessPoint).toBeUndefined();
  const tried = storage.get(TRIED) ?? "";
  expect(["ssid", "password", "host"].map((key) => setting(tried, key))).toEqual([
    "home",
    "pass-word",
    "192.168.1.20",
  ]);
});

test.each(BOARDS)("%s serves two phones at once and refuses a third", async (boardName) => {
  const { pass, call, ask } = await powered(boardName);
  const [first, second] = [call(), call()];
  for (const phone of [first, second]) phone.stream.write(GET.slice(0, 20));
  pass(100);
  expect(call().ended).toBe("closed");
  first.stream.drop();
  second.stream.write(GET.slice(20));
  pass(3000);
  expect(second.heard).toMatch(/<\/html>$/);
  expect(ask(GET).heard).toMatch(/<\/html>$/);
});

test.each(BOARDS)("%s gives the places of two stalled phones to others", async (boardName) => {
  const { lines, pass, call, ask } = await powered(boardName);
  for (let i = 0; i < 2; i += 1) call(() => false).stream.write(GET);
  pass(10_000);
  expect(ask(GET).heard).toMatch(/<\/html>$/);
  expect(lines).toEqual([]);
});

test.each(BOARDS)("%s closes the older of two silent phones for a third", async (boardName) => {
  const { call, ask } = await powered(boardName);
  const [oldest, newer] = [call(), call()];
  expect(ask(GET).heard).toMatch(/<\/html>$/);
  expect([oldest.ended, newer.ended]).toEqual(["closed", undefined]);
});

test("a device declared so opens a network without a password", async () => {
  const { air, ask } = await powered("esp8266-nodemcu", { options: "setUp: { open: true },", records: {} });
  expect(air.accessPoint?.password).toBe("");
  expect(ask(GET).heard).toContain("Whoever is near can join it, and read what is sent.");
});

test.each(BOARDS)("%s opens no network without its password", async (boardName) => {
  const { air, lines } = await powered(boardName, { records: {} });
  expect([air.accessPoint, lines]).toEqual([
    undefined,
    ["set-up: the access point has no password, flash the device again"],
  ]);
});

test.each(BOARDS)("%s reports why settings failed, and joins with right ones", async (boardName) => {
  const { air, lines, pass, ask, storage, broker, powerOn } = await powered(boardName);
  ask(formOf(ask(GET).heard, { ...HOME, password: "wrong-word", host: "192.168.1.20" }));
  pass(1000);
  expect(air.accessPoint).toBeUndefined();
  pass(120_000);
  const again = ask(GET).heard;
  expect(again).toMatch(
    /role="alert">settings were tried and taken back: .*Are its name and password right\?/,
  );
  expect(again).toContain('value="192.168.1.20"');
  expect(again).not.toContain("wrong-word");
  expect(broker.connects).toHaveLength(0);
  ask(formOf(again, { ...HOME, host: "192.168.1.20" }));
  pass(20_000);
  expect(broker.connects).toHaveLength(1);
  expect(setting(storage.get(SETTINGS) ?? "", "password")).toBe(HOME.password);
  powerOn();
  pass(20_000);
  expect([broker.connects.length, air.accessPoint]).toEqual([2, undefined]);
  expect(lines.filter((line) => /error/i.test(line))).toEqual([]);
});

test.each(BOARDS)("%s finds the broker that its form omits", async (boardName) => {
  const options = "setUp: { findBroker: true },";
  const { ask, broker, datagrams, lines, pass } = await powered(boardName, { options });
  const page = ask(GET).heard;
  expect(page).not.toContain("required");
  ask(formOf(page, { ...HOME, host: "" }));
  const isToAll = ({ address }: { address: string }) => address === "224.0.0.251";
  for (let i = 0; i < 100 && !datagrams.sent.some(isToAll); i += 1) pass(200);
  const { bytes = "", from = 0 } = datagrams.sent.find(isToAll) ?? {};
  datagrams.arrive(from, answerTo(bytes, ANNOUNCED_BROKER), "192.168.1.20", 5353);
  pass(10_000);
  expect(lines).toContain("_mqtt._tcp.local is at 192.168.1.20:1884");
  expect(broker.connects).toHaveLength(1);
  expect(lines.filter((line) => /error/i.test(line))).toEqual([]);
});

const SET_UP = {
  [ACCESS_PASSWORD]: PASSWORD,
  [SETTINGS]: settingsRecord({ ...HOME, host: "192.168.1.20" }),
};

/** Ten minutes, and the time to open and to join. */
const WINDOW_MS = 640_000;
const LOST_MS = 1_200_000;

test.each(BOARDS)("%s with settings opens its access point after three power-ups", async (boardName) => {
  const { air, lines, pass, ask, storage, broker, powerOn } = await powered(boardName, { records: SET_UP });
  const cycles = (count: number) => {
    for (let i = 0; i < count; i += 1) {
      powerOn();
      pass(5000);
    }
  };
  pass(10_000);
  expect([air.accessPoint, broker.connects.length]).toEqual([undefined, 1]);
  cycles(2);
  pass(10_000);
  expect(air.accessPoint).toBeUndefined();
  cycles(3);
  pass(5000);
  expect(air.accessPoint?.password).toBe(PASSWORD);
  const before = broker.connects.length;

  pass(WINDOW_MS);
  expect([air.accessPoint, broker.connects.length]).toEqual([undefined, before + 1]);

  pass(10_000);
  cycles(3);
  pass(5000);
  const page = ask(GET).heard;
  expect(page).toContain('name="host" autocapitalize="none" autocorrect="off" value="192.168.1.20"');
  const tried = ask(formOf(page, { ...HOME, password: "wrong-word", host: "192.168.1.20" })).heard;
  expect(tried).toContain("are being tried");
  pass(150_000);
  expect(ask(GET).heard).toMatch(/role="alert">settings were tried and taken back: /);
  const refused = broker.connects.length;
  pass(WINDOW_MS);
  expect([air.accessPoint, broker.connects.length]).toEqual([undefined, refused + 1]);
  expect(storage.get(SETTINGS)).toBe(SET_UP[SETTINGS]);
  expect(lines.filter((line) => /error/i.test(line))).toEqual([]);
});

test.each(BOARDS)("%s opens its access point by a button held at power-up", async (boardName) => {
  const options = 'setUp: { button: "key" },';
  const { air, lines, pass, powerOn, press } = await powered(boardName, { options, records: SET_UP });
  pass(10_000);
  expect(air.accessPoint).toBeUndefined();
  press(true);
  pass(10_000);
  expect(air.accessPoint).toBeUndefined();
  powerOn();
  pass(10_000);
  expect(air.accessPoint?.password).toBe(PASSWORD);
  press(false);
  pass(WINDOW_MS);
  expect([air.accessPoint, lines.filter((line) => /error/i.test(line))]).toEqual([undefined, []]);
});

test.each(BOARDS)("%s opens its access point after a long time without network", async (boardName) => {
  const options = "setUp: { withoutNetwork: minutes(20) },";
  const { air, lines, pass, broker, setNetwork } = await powered(boardName, { options, records: SET_UP });
  pass(10_000);
  setNetwork(false);
  pass(LOST_MS - 60_000);
  setNetwork(true);
  pass(100_000);
  expect([air.accessPoint, broker.connects.length]).toEqual([undefined, 2]);
  setNetwork(false);
  for (let i = 0; i < 2; i += 1) {
    pass(LOST_MS - 180_000);
    expect(air.accessPoint).toBeUndefined();
    pass(270_000);
    expect(air.accessPoint?.password).toBe(PASSWORD);
    pass(WINDOW_MS);
  }
  setNetwork(true);
  pass(100_000);
  expect([air.accessPoint, broker.connects.length]).toEqual([undefined, 3]);
  expect(lines.filter((line) => /error/i.test(line))).toEqual([]);
});
