// ringmote seal at a broker with a simulated gate: what Home Assistant sends opens it, and what a stranger
// sends, repeats or forges does not.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { connectAsync } from "mqtt";
import { expect, onTestFinished, test, vi } from "vitest";
import { matches } from "../../src/mqtt/topic.ts";
import type { Authenticator } from "../../tools/sim/broker/access/verdict.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { KeyStore } from "../../tools/update/key-store.ts";
import { ringmote } from "./child.ts";
import { ringmoteHere } from "./in-process.ts";
import { keptAt } from "./kept-at.ts";
import { ID, startSealedGate } from "./sealed-gate.ts";

const BOLT = `home/${ID}/bolt/set`;
const ANNOUNCED = /"announced"/;

vi.setConfig({ testTimeout: 120_000 });

async function setUp(asked?: Parameters<typeof startSealedGate>[0], user?: string) {
  const gate = await startSealedGate(asked);
  const at = user === undefined ? gate.url : gate.url.replace("//", `//${user}:${user}@`);
  const args = ["seal", gate.firmware, "--broker", at, "--keys", gate.keys, "--json"];
  const command = (payload: string | Buffer, actuator = "bolt", retain = false) =>
    gate.publish(`sealer/home/${ID}/${actuator}/set`, payload, retain, user && "homeassistant");
  const bolt = (state: string) =>
    vi.waitFor(async () => expect(await gate.kept("bolt")).toBe(state), { timeout: 10_000 });
  return { ...gate, args, command, bolt, seal: () => ringmoteHere(args) };
}

/** What is sent to the bolt from now on. */
async function sentToBolt(url: string): Promise<string[]> {
  const client = await connectAsync(url);
  onTestFinished(() => client.endAsync(true));
  const sent: string[] = [];
  client.on("message", (_topic, payload) => void sent.push(payload.toString()));
  await client.subscribeAsync(BOLT, { qos: 1 });
  return sent;
}

const steps = (output: string): { step: string; actuator?: string; says: string; counter?: number }[] =>
  output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));

test("a bare command from Home Assistant opens the sealed lock", async () => {
  const { seal, command, bolt, url, keys } = await setUp();
  const run = seal();
  await run.wrote(ANNOUNCED);
  const before = new Map(await keptAt(url));
  const config = JSON.parse(before.get(`homeassistant/lock/${ID}-bolt/config`) ?? "");
  expect(config).toMatchObject({
    "~": `home/${ID}`,
    uniq_id: `${ID}-bolt`,
    stat_t: "~/bolt",
    cmd_t: `sealer/home/${ID}/bolt/set`,
    dev: { ids: ID, name: "Gate" },
    avty_mode: "all",
  });
  const [status, presence] = config.avty;
  expect([status, before.get(presence.t)]).toEqual([
    { t: `home/${ID}/status` },
    expect.stringContaining("online"),
  ]);
  expect([...before.keys()].filter((topic) => topic.startsWith("homeassistant/"))).toEqual([
    `homeassistant/button/${ID}-bell/config`,
    `homeassistant/lock/${ID}-bolt/config`,
    `homeassistant/text/${ID}-words/config`,
  ]);
  await command("unlock");
  await bolt("unlocked");
  await run.wrote(/"taken"/);
  run.interrupt();
  expect([await run.ended, run.errors()]).toEqual([
    0,
    expect.stringContaining("ringmote: Commands are sealed at 127.0.0.1:"),
  ]);
  expect(steps(run.output()).map(({ step, counter }) => [step, counter])).toEqual([
    ["announced", undefined],
    ["sealed", 1],
    ["taken", 1],
  ]);
  expect(readFileSync(join(keys, ".command-counters"), "utf8")).toBe(`ringmote 1\n${ID} 1\n`);
  expect(new Map(await keptAt(url)).has(presence.t)).toBe(false);
});

test("a replay of what the program has sent opens nothing", async () => {
  const { seal, command, bolt, url, publish, kept } = await setUp();
  const sent = await sentToBolt(url);
  const run = seal();
  await run.wrote(ANNOUNCED);
  for (const [word, state] of [
    ["unlock", "unlocked"],
    ["lock", "locked"],
  ] as const) {
    await command(word);
    await bolt(state);
  }
  await publish(BOLT, sent[0] ?? "");
  await vi.waitFor(async () => expect(await kept("problem")).toContain("its counter is not above"), 10_000);
  expect(await kept("bolt")).toBe("locked");
});

test("strange, kept and hostile commands are refused in words", async () => {
  const { seal, command, kept, publish, url } = await setUp();
  await command("unlock", "bolt", true);
  const sent = await sentToBolt(url);
  const run = seal();
  await run.wrote(/"refused"/);
  await run.wrote(ANNOUNCED);
  await command("x".repeat(257));
  await command("un\u0007lock");
  await command("unlock\nlock");
  await command(Buffer.from([0x75, 0xff]));
  await command("on", "lamp");
  await command("on", "bolt/brightness");
  await publish("sealer/home/gate-other/bolt/set", "unlock");
  await run.wrote(/no device that this has a key of/);
  expect(
    steps(run.output())
      .filter(({ step }) => step === "refused")
      .map(({ actuator, says }) => `${actuator} ${says}`)
      .sort(),
  ).toEqual([
    "bolt refused: it has 257 bytes; at most 256 are sealed",
    "bolt refused: it has control characters",
    "bolt refused: it has control characters",
    "bolt refused: it is no text of UTF-8",
    "bolt refused: no device that this has a key of is called so",
    "bolt refused: the broker had kept it, and a command counts as it comes",
    "bolt/brightness refused: the device has no sealed actuator of this name",
    "lamp refused: the device has no sealed actuator of this name",
  ]);
  expect([sent, await kept("bolt")]).toEqual([[], "locked"]);
});

test("a flood of commands is sealed at a bounded rate", async () => {
  const { seal, url, kept } = await setUp();
  const sent = await sentToBolt(url);
  const run = seal();
  await run.wrote(ANNOUNCED);
  const client = await connectAsync(url);
  onTestFinished(() => client.endAsync(true));
  const begun = performance.now();
  for (let i = 0; i < 500; i++)
    await client.publishAsync(`sealer/home/${ID}/bolt/set`, i % 2 ? "lock" : "unlock", { qos: 1 });
  await run.wrote(/more than 10 commands at once/);
  expect(sent.length).toBeLessThanOrEqual(11 + (performance.now() - begun) / 1000);
  expect(steps(run.output()).length).toBeLessThan(60);
  expect(await kept("problem")).toBe("none");
});

test("the program and ringmote send share their counters", async () => {
  const { args, command, bolt, url, keys } = await setUp();
  const other = ringmote(args);
  await other.wrote(ANNOUNCED);
  const send = async (word: string) => {
    const run = ringmoteHere(["send", ID, "bolt", word, "--sealed", "--broker", url, "--keys", keys]);
    expect([await run.ended, run.errors()]).toEqual([0, ""]);
  };
  await send("unlock");
  await command("lock");
  await bolt("locked");
  await send("unlock");
  await bolt("unlocked");
  expect(readFileSync(join(keys, ".command-counters"), "utf8")).toContain(`${ID} 3\n`);
  other.process.kill("SIGINT");
  expect(await other.ended).toBe(0);
});

test("a program that is killed in the middle goes on with its next start", async () => {
  const { args, command, bolt, seal } = await setUp();
  const first = ringmote(args);
  await first.wrote(ANNOUNCED);
  await command("unlock");
  await first.wrote(/"sealed"/);
  first.process.kill("SIGKILL");
  await first.ended;
  // What came while nobody sealed is nobody's wish any more.
  await command("lock");
  const run = seal();
  await run.wrote(ANNOUNCED);
  await bolt("unlocked");
  await command("lock");
  await bolt("locked");
  expect(steps(run.output()).find(({ step }) => step === "sealed")?.counter).toBeGreaterThan(1);
});

test("a second program at the same broker does not begin", async () => {
  const { args, command, bolt, seal } = await setUp();
  const first = ringmote(args);
  await first.wrote(ANNOUNCED);
  const second = seal();
  expect([await second.ended, second.errors()]).toEqual([
    1,
    expect.stringContaining("Another program seals already for devices below home/"),
  ]);
  await command("unlock");
  await bolt("unlocked");
});

test("of two programs that begin at once a single one seals", async () => {
  const { args, command, url } = await setUp();
  const sent = await sentToBolt(url);
  const both = [ringmote(args), ringmote(args)];
  await Promise.race(both.map(({ ended }) => ended));
  const left = both.filter(({ process }) => process.exitCode === null);
  expect(left).toHaveLength(1);
  await left[0]?.wrote(ANNOUNCED);
  await command("unlock");
  await left[0]?.wrote(/"taken"/);
  expect(sent).toHaveLength(1);
});

test("a device without a key here is left alone in a sentence", async () => {
  const { args, publish } = await setUp();
  const run = ringmoteHere(args);
  await run.wrote(ANNOUNCED);
  await publish("home/gate-2/sealed", "1", true);
  await publish("home/gate-2/sealed", "2", true);
  await run.wrote(/gate-2 is left alone: There is no key of gate-2 in/);
  await publish("sealer/home/gate-2/bolt/set", "unlock");
  await run.wrote(/no device that this has a key of/);
  expect(run.errors().split("left alone")).toHaveLength(2);
});

test("a device that is away is sent nothing", async () => {
  const { running, seal, command, kept, url } = await setUp();
  const sent = await sentToBolt(url);
  const run = seal();
  await run.wrote(ANNOUNCED);
  await new Promise<void>((done) => running.stop(done));
  await vi.waitFor(async () => expect(await kept("status")).toBe("offline"), 10_000);
  await command("unlock");
  await run.wrote(/the device is not online, and would obey late or never/);
  expect(sent).toEqual([]);
});

test("a forged counter is believed within bounds only", async () => {
  const { seal, command, publish, kept } = await setUp();
  const run = seal();
  await run.wrote(ANNOUNCED);
  await publish(`home/${ID}/sealed`, "500000", true);
  await command("unlock");
  await run.wrote(/tells the counter 499999, and this computer has sealed up to 0/);
  expect(await kept("bolt")).toBe("locked");
});

test("a key that is not the device's is said to have opened nothing", async () => {
  const { args, command, kept } = await setUp();
  const run = ringmoteHere([...args, "--sign", "other"]);
  await run.wrote(ANNOUNCED);
  await command("unlock");
  await run.wrote(/"not taken".*its home\/gate-a1b2c3\/problem says why/);
  expect(await kept("bolt")).toBe("locked");
});

test("a broker that was away is served again", async () => {
  const { seal, broker, command, bolt } = await setUp();
  const run = seal();
  await run.wrote(ANNOUNCED);
  await broker.close();
  await run.wrote(/It is asked again/);
  const back = await startBroker(broker.port);
  onTestFinished(back.close);
  await run.wrote(/"announced"[\s\S]*"announced"/);
  await vi.waitFor(async () => {
    await command("unlock");
    await bolt("unlocked");
  }, 30_000);
});

test("a firmware without a sealed actuator is refused", async () => {
  const { args, firmware } = await setUp();
  const path = join(firmware, "device.ts");
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(", { sealed: true }", ""));
  const run = ringmoteHere(args);
  expect([await run.ended, run.errors()]).toEqual([
    2,
    `ringmote: The firmware ${firmware} has no sealed actuator; write sealed: true into one, or leave the firmware out.\n`,
  ]);
});

/** The access list of docs/topics.md, as Mosquitto reads it; who is not in it may do all but write to the program. */
function documentedAccess(): Authenticator {
  const page = readFileSync(new URL("../../docs/topics.md", import.meta.url), "utf8");
  const [, list = ""] = /```text\n(user sealer\n[\s\S]*?)```/.exec(page) ?? [];
  const rules = new Map<string, [action: string, filter: string][]>();
  let user = "";
  for (const line of list.trim().split("\n")) {
    const [word = "", action = "", filter = ""] = line.split(" ");
    if (word === "user") user = action;
    if (word === "topic") rules.set(user, [...(rules.get(user) ?? []), [action, filter]]);
  }
  const may = (own: [string, string][], wanted: string, topic: string) =>
    own.some(([action, filter]) => action.includes(wanted) && matches(filter, topic));
  return ({ username = "" }, decided) => {
    const own = rules.get(username);
    const permissions = {
      publish: (topic: string) =>
        own === undefined ? !topic.startsWith("sealer/") : may(own, "write", topic),
      subscribe: () => true,
      receive: (topic: string) => own === undefined || may(own, "read", topic),
      bytes: 0,
    };
    decided({ allow: { permissions } });
    return () => {};
  };
}

test("the documented access list lets Home Assistant command, and no stranger", async () => {
  const { seal, command, bolt, publish, kept } = await setUp(documentedAccess, "sealer");
  const run = seal();
  await run.wrote(ANNOUNCED);
  await publish(`sealer/home/${ID}/bolt/set`, "unlock");
  await publish(BOLT, "unlock");
  await vi.waitFor(async () => expect(await kept("problem")).toContain("it is no payload"), 10_000);
  expect([await kept("bolt"), run.output()]).toEqual(["locked", expect.not.stringContaining("sealed with")]);
  await command("unlock");
  await bolt("unlocked");
});

test("a key of LMS is refused for the device", async () => {
  const { args, keys } = await setUp();
  writeFileSync(join(keys, "updates"), "kind=lms\n", { mode: 0o600 });
  expect(new KeyStore(keys).kindOf("updates")).toBe("lms");
  const run = ringmoteHere([...args, "--sign", "updates"]);
  await run.wrote(/gate-a1b2c3 is left alone: The key updates is of LMS/);
});
