// Settings by message: refused, or tried and then kept or taken back; never said with a secret.
import { describe, expect, test } from "vitest";
import { SETTINGS, setting } from "../../src/runtime/settings.ts";
import { type Cut, startRemoteDevice } from "./remote-device.ts";

const OLD = "settings: host=old\npassword is not set\nsecret is not set";
const NEW = "settings: host=new\npassword is not set\nsecret is not set";

function connected(options: Parameters<typeof startRemoteDevice>[0] = {}) {
  const run = startRemoteDevice(options);
  run.pass(5000);
  return run;
}

test("settings are reported after each connection, secrets as set or not", () => {
  const run = connected({
    settings: { ssid: "net", password: "wifi-pass", user: "me", secret: "broker-pass" },
  });
  expect(run.said()).toEqual([
    "problem: none",
    "settings: ssid=net\nhost=old\nuser=me\npassword is set\nsecret is set",
  ]);
});

test("accepted settings are stored, and omitted settings stay", () => {
  const run = connected({ settings: { ssid: "net", port: 1884 } });
  run.said();
  run.change("host=new\nid=kitchen\nroot=\n");
  run.pass(5000);
  expect([run.starts(), run.said(), run.brokers.old.disconnects]).toEqual([2, [], 1]);
  expect(run.brokers.new.connects[0].clientId).toBe("kitchen");
  run.cutPower();
  run.pass(5000);
  expect([run.brokers.new.connects.length, run.brokers.old.connects.length]).toEqual([2, 1]);
  const record = run.storage.get("settings") ?? "";
  expect(["ssid", "host", "port", "id", "root"].map((key) => setting(record, key))).toEqual([
    "net",
    "new",
    "1884",
    "kitchen",
    "",
  ]);
});

test("settings that reach no broker are reverted after 90 seconds", () => {
  const run = connected();
  run.said();
  run.change("host=nowhere");
  run.pass(89_000);
  expect([run.starts(), run.said()]).toEqual([2, []]);
  run.pass(10_000);
  expect([run.starts(), run.said()]).toEqual([
    3,
    ["problem: settings were tried and taken back: broker is silent after CONNECT", OLD],
  ]);
  // Told once, it is over with the next start.
  run.cutPower();
  run.pass(5000);
  expect(run.said()).toEqual(["problem: none", OLD]);
});

test("settings whose broker soon disconnects the device are reverted", () => {
  const run = connected();
  run.said();
  run.brokers.new.behaviour.misbehaves = ({ cmd }) => (cmd === "suback" ? "close" : undefined);
  run.change("host=new");
  run.pass(110_000);
  expect(run.said()).toEqual([
    expect.stringMatching(
      /^problem: settings were tried and taken back: not subscribed to \S+: the broker ended the connection/,
    ),
    OLD,
  ]);
});

test("a device that fails to start with new settings restores the old", () => {
  const run = connected();
  run.said();
  const { watchNetwork } = run.world;
  run.world.watchNetwork = () => {
    throw new Error("no network is like that");
  };
  run.change("host=new");
  expect(() => run.pass(1000)).toThrow("no network is like that");
  run.world.watchNetwork = watchNetwork;
  run.pass(110_000);
  expect(run.said()).toEqual([
    "problem: settings were tried and taken back: the device started again before it was connected",
    OLD,
  ]);
});

test("new settings are reverted also without a network", () => {
  const run = connected();
  run.said();
  run.change("ssid=nobody");
  run.pass(100);
  run.world.setNetwork(false);
  run.pass(95_000);
  run.world.setNetwork(true);
  run.pass(5000);
  expect(run.said()[0]).toMatch(/^problem: settings were tried and taken back: /);
});

test("settings with refused subscriptions are reverted", () => {
  const run = connected();
  run.said();
  const { old } = run.brokers;
  old.behaviour = {
    ...old.behaviour,
    grants: (filter, qos) => (filter.startsWith("forbidden/") ? 0x80 : qos),
  };
  run.change("root=forbidden");
  run.pass(10_000);
  expect(run.said()[0]).toMatch(
    /^problem: settings were tried and taken back: broker refused the subscription forbidden\//,
  );
  expect([setting(run.storage.get("settings") ?? "", "root"), run.starts()]).toEqual(["", 3]);
});

test("a restart before the connection reverts new settings", () => {
  const run = connected();
  run.said();
  run.change("host=nowhere");
  run.pass(20_000);
  run.cutPower();
  run.pass(5000);
  expect(run.said()).toEqual([
    "problem: settings were tried and taken back: the device started again before it was connected",
    OLD,
  ]);
});

test("reverted settings can be tried again", () => {
  const run = connected();
  run.change("host=nowhere");
  run.pass(100_000);
  run.said();
  run.change("host=new");
  run.pass(5000);
  expect(run.said("new")).toEqual(["problem: none", NEW]);
});

test("keep-alive and log level are settings; empty means default", () => {
  const run = connected({ declaration: { log: { level: "error" } } });
  run.change("keepalive=120\nlog=info");
  run.pass(5000);
  expect(run.brokers.old.connects[1].keepalive).toBe(120);
  expect(run.brokers.old.received.some(({ topic }) => topic.endsWith("/log"))).toBe(true);
  run.change("keepalive=");
  run.pass(5000);
  expect(run.brokers.old.connects[2].keepalive).toBe(60);
});

describe("refused settings", () => {
  test.each([
    ["colour=red", "there is no setting of that name here"],
    ["Host=new", "there is no setting of that name here"],
    ["=new", "there is no setting of that name here"],
    ["host", "each line is key=value"],
    ["host=", "settings name no broker: write them with `ringmote settings`"],
    [`host=${"h".repeat(101)}`, "host has 1 to 100 bytes"],
    ["port=0", "port is a whole number from 1 to 65535"],
    ["port=65536", "port is a whole number from 1 to 65535"],
    ["port=18 83", "port is a whole number from 1 to 65535"],
    ["tls=yes", "tls is 0 or 1"],
    ["tls=01", "tls is 0 or 1"],
    ["keepalive=9", "keepalive is a whole number from 10 to 65535"],
    ["log=loud", "log is error, warning, info or debug"],
    ["root=home/#", "root stands in topics, and must not hold the wildcards + and #"],
    ["root=$share/a/b", "topics that begin with $ are the broker's own"],
    ["id=a+b", "id stands in topics, and must not hold the wildcards + and #"],
    ["host=new\r", "host must not hold control characters"],
    ["host=caf\xe9", "host is text in UTF-8"],
    ["password=short", "password has 8 to 64 bytes"],
    [`ssid=${"s".repeat(33)}`, "ssid has 1 to 32 bytes"],
    ["user=a\0b", "user must not hold control characters"],
    ["user=a\x1bb", "user must not hold control characters"],
    ["root=home\t", "root must not hold control characters"],
    ["id=a\xc2\x85", "id must not hold control characters"],
    ["user=caf\xe9", "user is text in UTF-8"],
    ["id=\xff", "id is text in UTF-8"],
    ["root=home/\xc3", "root is text in UTF-8"],
    ["host=new\nport=many", "port is a whole number from 1 to 65535"],
  ])("settings %j are refused: %s", (lines, why) => {
    const run = connected();
    const before = run.storage.get("settings");
    run.said();
    run.change(lines);
    run.pass(200_000);
    expect(run.said().slice(0, 2)).toEqual([`problem: settings were refused: ${why}`, OLD]);
    expect([run.starts(), run.storage.get("settings")]).toEqual([1, before]);
  });

  test("a refusal never shows the value on console or broker", () => {
    const run = connected({ settings: { secret: "hunter2", user: "me" } });
    run.change("secret=hunter2\nport=many");
    run.pass(5000);
    run.change(`secret=${"hunter2".repeat(30)}`);
    run.pass(5000);
    run.change("secret=hunter2hunter2");
    run.pass(5000);
    const heard = [...run.console, ...run.brokers.old.received.map(({ payload }) => payload)].join("\n");
    expect(heard).not.toContain("hunter2");
    expect(run.starts()).toBe(2);
  });
});

test("a retained settings message is ignored", () => {
  const run = connected();
  run.change("host=new", true);
  run.pass(5000);
  expect(run.starts()).toBe(1);
});

test("an ineffective change repeats the settings and clears old refusals", () => {
  const run = connected();
  run.change("port=many");
  run.pass(2000);
  run.said();
  for (const lines of ["host=old", ""]) {
    run.change(lines);
    run.pass(2000);
  }
  expect([run.starts(), run.said()]).toEqual([1, ["problem: none", OLD, "problem: none", OLD]]);
});

test("a thousand changes in a second restart the device once", () => {
  const run = connected();
  for (let i = 0; i < 1000; i += 1) {
    run.change(`host=${i === 0 ? "new" : `other${i}`}`);
    run.pass(1);
  }
  run.pass(5000);
  expect([run.starts(), run.said("new")]).toEqual([2, ["problem: none", NEW]]);
});

test("damaged settings that cannot be rewritten stop no device", () => {
  const run = connected({ settings: { ssid: "net", password: "wifi-pass" } });
  // Mark, what is tried, mark, and the settings themselves.
  run.storage.plan = ({ number, name, bytes }) => {
    if (number === 3) return { powerGoesLeaving: { firstBytes: bytes.length >> 1 } };
    return number > 3 && name === SETTINGS ? "fails" : "done";
  };
  run.change("host=new");
  run.pass(20_000);
  run.said("new");
  run.change("", false, "new");
  run.pass(5000);
  expect([run.starts(), run.said("new")]).toEqual([
    3,
    ["problem: settings were refused: settings unreadable: write them with `ringmote settings`"],
  ]);
});

test("a device without the option ignores and reports no settings", () => {
  const run = connected({ declaration: { settings: undefined } });
  run.change("host=new");
  run.pass(5000);
  expect([run.starts(), run.said()]).toEqual([1, ["problem: none"]]);
});

describe("a power cut during a write of settings", () => {
  const leftovers: Cut["leaves"][] = ["old", "half", "nothing", "new"];
  // Mark, what is tried, mark, settings, what is tried: five writes of a trial that ends well or badly.
  const cuts = [0, 1, 2, 3, 4, 5].flatMap((write) => leftovers.map((leaves): Cut => ({ write, leaves })));

  test.each(cuts)("power cut at write $write, leaving $leaves: the device keeps one broker", (cut) => {
    const run = connected({ cut });
    run.change("host=new");
    run.pass(200_000);
    const at = (["old", "new"] as const).filter((host) => isNow(run, host));
    expect(at).toHaveLength(1);
    const connects = run.brokers[at[0]].connects.length;
    run.cutPower();
    run.pass(200_000);
    expect([run.brokers[at[0]].connects.length, setting(run.storage.get("settings") ?? "", "host")]).toEqual([
      connects + 1,
      at[0],
    ]);
    // And it can be told again.
    run.change("host=new\nport=1884", false, at[0]);
    run.pass(10_000);
    expect(setting(run.storage.get("settings") ?? "", "port")).toBe("1884");
  });

  test.each(cuts)("power cut at write $write, leaving $leaves: unreachable settings are reverted", (cut) => {
    const run = connected({ cut });
    run.change("host=nowhere");
    run.pass(300_000);
    expect([setting(run.storage.get("settings") ?? "", "host"), isNow(run, "old")]).toEqual(["old", true]);
  });
});

/** Is the device connected there? It answers a change that changes nothing. */
function isNow(run: ReturnType<typeof startRemoteDevice>, host: "old" | "new"): boolean {
  run.said(host);
  run.change("", false, host);
  run.pass(2000);
  return run.said(host).length > 0;
}
