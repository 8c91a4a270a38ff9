// A set-up on each board, as built for it: its networks, its access point, its page and its answers to names, on hosted engines.
import { expect, test } from "vitest";
import { espOf } from "../../boards/chips/chip.ts";
import type { Stream } from "../../src/client/transport/stream.ts";
import type { FoundNetwork } from "../../src/platform/node/world.ts";
import { BY_PASSWORD, OPEN } from "../../src/ports/access-point.ts";
import { setting } from "../../src/runtime/settings.ts";
import { TRIED } from "../../src/runtime/settings-trial.ts";
import { hostEspruino } from "../../tools/laboratory/hosts/espruino/host.ts";
import { hostNodeMcu } from "../../tools/laboratory/hosts/nodemcu/nodemcu.ts";
import { SimulatedAir } from "../../tools/sim/worlds/air.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { SimulatedDatagrams } from "../../tools/sim/worlds/datagrams.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { builtSetUp, PASSWORD } from "./built.ts";

const BOARDS = ["d1-mini-espruino", "esp32-espruino", "esp8266-nodemcu", "esp32-nodemcu"] as const;
const ADDRESS = "192.168.4.1";
const NETWORKS: readonly FoundNetwork[] = [
  { name: "far, away", dBm: -80, admission: BY_PASSWORD },
  { name: "home", dBm: -40, admission: BY_PASSWORD },
  { name: "home", dBm: -70, admission: BY_PASSWORD },
  { name: "guests", dBm: -66, admission: OPEN },
];
const GET = `GET / HTTP/1.1\r\nHost: ${ADDRESS}\r\n\r\n`;

const images = new Map<string, ReturnType<typeof builtSetUp>>();

/** The set-up of a board, whose access point has a password. */
async function imageFor(boardName: string, password: string) {
  const made = images.get(boardName) ?? builtSetUp(boardName);
  images.set(boardName, made);
  const { board, image } = await made;
  const named = Object.entries(image).map(([name, text]) => [name, text.replace(PASSWORD, password)]);
  return { board, image: Object.fromEntries(named) as Record<string, string> };
}

interface Phone {
  stream: Stream;
  heard: string;
  ended: string | undefined;
}

/** A board that has no settings, ten seconds after power came. */
async function powered(boardName: string, password = PASSWORD) {
  const { board, image } = await imageFor(boardName, password);
  const clock = createVirtualClock();
  const lines: string[] = [];
  const air = new SimulatedAir(clock, NETWORKS);
  const datagrams = new SimulatedDatagrams(clock);
  const made = createVirtualWorld({ clock, datagrams, log: (line) => lines.push(line) });
  const world = { ...made, air };
  if (board.target === "espruino")
    hostEspruino({
      script: image["set-up.js"] as string,
      world,
      board,
      chunkBytes: espOf(board.chip) === "esp8266" ? 268 : 536,
    });
  else hostNodeMcu({ image, chip: espOf(board.chip), variant: board.variant, world }).boot();
  const pass = (ms: number) => clock.advance(ms);
  pass(10_000);
  const call = (takes?: () => boolean): Phone => {
    const phone: Phone = { stream: undefined as unknown as Stream, heard: "", ended: undefined };
    phone.stream = air.call(
      80,
      {
        opened: () => {},
        received: (bytes) => {
          phone.heard += bytes;
        },
        drained: () => {},
        closed: (reason) => {
          phone.ended = reason;
        },
      },
      takes,
    );
    pass(100);
    return phone;
  };
  const ask = (request: string): Phone => {
    const phone = call();
    phone.stream.write(request);
    pass(3000);
    return phone;
  };
  return { air, datagrams, lines, pass, call, ask, storage: world.storage };
}

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

  const [, token = ""] = /name="token" value="([0-9a-f]{16})"/.exec(page.heard) ?? [];
  const body = new URLSearchParams({
    token,
    ssid: "home",
    password: "pass-word",
    host: "192.168.1.20",
  }).toString();
  const answer = ask(
    `POST / HTTP/1.1\r\nHost: ${ADDRESS}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
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

test.each(BOARDS)(
  "%s serves two phones at once, closes a third one, and forgets those that hang up",
  async (boardName) => {
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
  },
);

test.each(BOARDS)("%s gives the places of two phones that stall to others", async (boardName) => {
  const { lines, pass, call, ask } = await powered(boardName);
  for (let i = 0; i < 2; i += 1) call(() => false).stream.write(GET);
  pass(10_000);
  expect(ask(GET).heard).toMatch(/<\/html>$/);
  expect(lines).toEqual([]);
});

test.each(BOARDS)("%s closes the oldest of two phones that say nothing for a third", async (boardName) => {
  const { call, ask } = await powered(boardName);
  const [oldest, newer] = [call(), call()];
  expect(ask(GET).heard).toMatch(/<\/html>$/);
  expect([oldest.ended, newer.ended]).toEqual(["closed", undefined]);
});

test.each(BOARDS)("%s opens a network without a password where its author wants that", async (boardName) => {
  const { air } = await powered(boardName, "");
  expect(air.accessPoint?.password).toBe("");
});
