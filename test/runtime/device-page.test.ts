// The page of a device in Node, in virtual time: what it shows, what it refuses, and that the device's job goes on.
import { expect, test } from "vitest";
import { hours, seconds } from "../../src/bytes/milliseconds.ts";
import { button } from "../../src/device/declare/actuators/button.ts";
import { powerSwitch } from "../../src/device/declare/actuators/switch.ts";
import { textInput } from "../../src/device/declare/actuators/text-input.ts";
import { device } from "../../src/device/declare/device.ts";
import { sensor } from "../../src/device/declare/sensor.ts";
import { TOLD } from "../../src/device/run/health.ts";
import { relay } from "../../src/drivers/relay.ts";
import { sht3x } from "../../src/drivers/sht3x.ts";
import type { Client } from "../../src/mqtt/client.ts";
import { startNodeDevice } from "../../src/platform/node/device.ts";
import { type DevicePage, pollPage } from "../../src/runtime/device-page.ts";
import { pagePart } from "../../src/runtime/device-page-text.ts";
import { SETTINGS } from "../../src/runtime/settings.ts";
import { settingsRecord } from "../../src/runtime/settings-record.ts";
import { createBroker } from "../../tools/sim/broker/broker.ts";
import { createSht3x } from "../../tools/sim/parts/i2c/sht3x.ts";
import { SimulatedAir } from "../../tools/sim/worlds/air.ts";
import { createVirtualClock } from "../../tools/sim/worlds/clock.ts";
import { createVirtualWorld } from "../../tools/sim/worlds/virtual-world.ts";
import { airServer } from "./air-server.ts";

const HOST = "192.168.1.7";
const GET = `GET / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`;
const ROOT = "home/room-00112233aabb";

interface Phone {
  heard: string;
  ended: string | undefined;
  write: (bytes: string) => void;
}

/** A device with a page, ten seconds after its start. */
function started({ page = true } = {}) {
  const clock = createVirtualClock();
  const broker = createBroker({ timers: clock });
  const air = new SimulatedAir(clock);
  air.isHome = true;
  const lines: string[] = [];
  const measuredAt: number[] = [];
  const world = createVirtualWorld({
    clock,
    storage: new Map([
      [
        SETTINGS,
        settingsRecord({ host: "192.168.1.20", user: "me", secret: "s3cret", password: "pass-word" }),
      ],
    ]),
    chipId: "00112233aabb",
    i2c: createSht3x({
      now: clock.now,
      air: () => {
        measuredAt.push(clock.now());
        return { celsius: 21.5, humidity: 48 };
      },
    }),
    peer: broker.peer,
    log: (line) => lines.push(line),
  });
  world.pagePlace = { server: airServer(air), address: HOST };
  const part = sht3x("air");
  const running = startNodeDevice(
    world,
    device({
      name: "room",
      page,
      sensors: [
        sensor("temperature", part.temperature, { unit: "°C", decimals: 1, every: seconds(10) }),
        sensor("humidity", part.humidity, { every: seconds(10), label: "Feuchte <innen>" }),
      ],
      actuators: [
        powerSwitch("heater", relay("heater"), { label: "Heater" }),
        textInput("note"),
        button("reset", relay("reset"), { pulse: seconds(1) }),
      ],
    }),
    { air: { sda: "sda", scl: "scl" }, heater: "heater", reset: "reset" },
  );
  const pass = (ms: number) => clock.advance(ms);
  pass(10_000);
  const call = (takes?: () => boolean): Phone => {
    const phone: Phone = { heard: "", ended: undefined, write: (bytes) => stream.write(bytes) };
    const stream = air.call(
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
    pass(20);
    return phone;
  };
  const ask = (request: string): string => {
    const phone = call();
    phone.write(request);
    pass(1000);
    return phone.heard;
  };
  return { world, broker, running, lines, pass, call, ask, measuredAt };
}

/** What stands in front of the values. */
function headOf({ minutes = 0, problem = "none" }): string {
  const device = {
    id: "room-1",
    client: { connection: { state: 0 } } as unknown as Client,
    sensors: [],
    actuators: [],
    health: { problem, leftOut: 0, standing: TOLD },
    updates: undefined,
  } as const;
  const shown = { device: { ...device, sensors: [], actuators: [] }, declaration: { name: "room" }, minutes };
  return [3, 4].map((number) => pagePart(shown, number)).join("");
}

/** What a person reads. */
const textIn = (answer: string) =>
  answer
    .slice(answer.indexOf("<body>"))
    .replaceAll(/<(br|\/p|\/tr|\/h1)>/g, "\n")
    .replaceAll(/<\/th>/g, ": ")
    .replaceAll(/<[^>]*>/g, "");

test("the page shows name, identity, broker, readings and states", () => {
  const { ask, lines, broker } = started();
  broker.deliver(`${ROOT}/heater/set`, "on");
  expect(lines).toContain(`page: http://${HOST}/`);
  const answer = ask(GET);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(answer).toMatch(/\r\nContent-Security-Policy: default-src 'none'; .*frame-ancestors 'none'\r\n/);
  expect(textIn(Buffer.from(answer, "latin1").toString()).split("\n")).toEqual([
    "room",
    "room-00112233aabb",
    "On for 0 min",
    "Broker: connected",
    "temperature: 21.5 °C",
    "Feuchte &lt;innen&gt;: 48",
    "Heater: on",
    "note: ",
    "This page can only be read. It loads itself again.",
    "",
  ]);
  expect(answer).not.toMatch(/s3cret|pass-word|192\.168\.1\.20/);
});

test("the page counts the time since the start beyond its clock's wrap", () => {
  const page = { minutes: 26 * 24 * 60, countedTo: 2 ** 31 - 90_000 };
  for (const now of [2 ** 31 - 30_001, 2 ** 31 - 30_000, 29_999, 30_000, hours(5) - 90_000])
    pollPage(page as DevicePage, now);
  expect(page.minutes).toBe((26 * 24 + 5) * 60);
  expect(headOf({ minutes: page.minutes })).toContain("On for 26 d 5 h 0 min<");
});

test("the page says that the broker is away, and what is wrong", () => {
  const { ask, pass, world, broker } = started();
  broker.deliver(`${ROOT}/heater/set`, "lukewarm <b>");
  pass(1000);
  world.setNetwork(false);
  pass(200_000);
  const text = ask(GET);
  expect(text).toContain("Broker: not connected");
  expect(text).toMatch(/<p class="fault">Heater: /);
  expect(text).not.toMatch(/<b>/);
});

test("a text of anybody's becomes neither a tag nor a control character", () => {
  const { ask, broker, pass } = started();
  broker.deliver(`${ROOT}/note/set`, `"><script>alert(1)</script> & \xc3\xa9`);
  pass(1000);
  expect(ask(GET)).toContain("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; \xc3\xa9</td>");
  expect(headOf({ problem: "a\0b\x1b[2J\x7f;\n<i>" })).toContain(">a?b?[2J?;\n&lt;i&gt;</p>");
});

test("a device without a page listens nowhere", () => {
  const { call, lines } = started({ page: false });
  expect(call().ended).toBe("connection refused");
  expect(lines.join("\n")).not.toContain("page");
});

test("a device that has stopped closes its page", () => {
  const { call, running, pass } = started();
  running.stop(() => {});
  pass(10_000);
  expect(call().ended).toBe("connection refused");
});

const head = (line: string, host = HOST) => `${line}\r\nHost: ${host}\r\n\r\n`;

test.each([
  ["POST with a body", `POST / HTTP/1.1\r\nHost: ${HOST}\r\nContent-Length: 2\r\n\r\na=`, 405],
  ["POST without a length", head("POST / HTTP/1.1"), 411],
  ["another path", head("GET /settings HTTP/1.1"), 404],
  ["another method", head("DELETE / HTTP/1.1"), 501],
  ["another site's name", head("GET / HTTP/1.1", "evil.example"), 421],
  ["another site's name in absolute form", head("GET http://evil.example/ HTTP/1.1"), 421],
  ["a path with a script", head("GET /<script>alert(1)</script> HTTP/1.1"), 404],
  ["an oversize line", head(`GET /${"a".repeat(300)} HTTP/1.1`), 414],
  ["an oversize head", `GET / HTTP/1.1\r\nA: ${"a".repeat(5000)}`, 431],
  ["a line that never ends", "a".repeat(5000), 431],
])("%s is refused, and comes back in no byte", (_, request, status) => {
  const answer = started().ask(request);
  expect(Number(answer.split(" ")[1])).toBe(status);
  expect(answer).not.toMatch(/aaa|evil|script|settings/);
});

test.each([
  ["HTTP/1.0 without a Host", "GET / HTTP/1.0\r\n\r\n"],
  ["an address in absolute form", `GET http://${HOST}:80/?a=b HTTP/1.1\r\nHost: x\r\n\r\n`],
  ["a second request behind it, which nobody reads", GET + GET],
])("%s has the page", (_, request) => {
  const answer = started().ask(request);
  expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n.*<\/html>$/s);
  expect(answer.split("<html").length).toBe(2);
});

test("HEAD has the head alone", () => {
  expect(started().ask(head("HEAD / HTTP/1.1"))).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\r\n\r\n$/s);
});

test("two phones that stall lose their places to the next that call", () => {
  const { call, ask, pass } = started();
  call().write(GET.slice(0, 20));
  call(() => false).write(GET);
  pass(100);
  expect(call().ended).toBe("closed");
  pass(8000);
  expect(ask(GET)).toMatch(/<\/html>$/);
});

test("fifty sockets leave the page to the fifty-first, and the device as it was", () => {
  const { call, ask, pass, broker } = started();
  const before = broker.connects.length;
  const sockets = Array.from({ length: 50 }, () => call());
  expect(sockets.filter(({ ended }) => ended === undefined)).toHaveLength(2);
  expect(ask(GET)).toMatch(/<\/html>$/);
  pass(60_000);
  expect(broker.connects.length).toBe(before);
});

test("a device measures on time while ten phones load its page", () => {
  const measuredWith = (phones: number) => {
    const { broker, call, measuredAt, pass } = started();
    let loaded = 0;
    for (let round = 0; round < 30; round += 1) {
      const callers: Phone[] = [];
      for (let i = 0; i < 10; i += 1)
        if (i < phones) {
          callers.push(call());
          callers.at(-1)?.write(GET);
        } else pass(20);
      pass(9800);
      loaded += callers.filter(({ heard }) => heard.endsWith("</html>")).length;
    }
    expect(broker.connects).toHaveLength(1);
    return { measuredAt, loaded };
  };
  const alone = measuredWith(0);
  const visited = measuredWith(10);
  expect(visited.measuredAt).toEqual(alone.measuredAt);
  expect(alone.measuredAt.length).toBeGreaterThan(30);
  expect(visited.loaded).toBeGreaterThanOrEqual(60);
});
