// ringmote send to a simulated device at a broker: what is sealed opens, what is not does not, and a broker
// that lies wears out no counter.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { ringmoteHere } from "./in-process.ts";
import { ID, startSealedGate } from "./sealed-gate.ts";

vi.setConfig({ testTimeout: 60_000 });

/** A gate at a broker, and `ringmote send` to it. */
async function startGate() {
  const { url, keys, kept, running, publish } = await startSealedGate();
  return {
    keys,
    kept,
    running,
    send: async (...args: string[]) => {
      const run = ringmoteHere(["send", ID, ...args, "--broker", url, "--keys", keys]);
      return { code: await run.ended, output: run.output(), errors: run.errors() };
    },
    bare: async (...args: string[]) => {
      const run = ringmoteHere(["send", ID, ...args, "--broker", url]);
      return { code: await run.ended, output: run.output(), errors: run.errors() };
    },
    publish: (topic: string, payload: string) => publish(`home/${ID}/${topic}`, payload, true),
  };
}

test("a sealed command is accepted, and its counter stored", async () => {
  const gate = await startGate();
  expect(await gate.send("bolt", "unlock", "--sealed")).toEqual({
    code: 0,
    output: "bolt: unlocked\n",
    errors: "",
  });
  const { output } = await gate.send("bolt", "lock", "--sealed", "--json");
  expect(JSON.parse(output)).toEqual({ state: "locked", counter: 2 });
  expect(readFileSync(join(gate.keys, ".command-counters"), "utf8")).toBe(`ringmote 1\n${ID} 2\n`);
  expect(await gate.kept("sealed")).toBe("3");
});

test("sealed commands may hold any letters, spaces and buttons", async () => {
  const gate = await startGate();
  expect((await gate.send("words", "Grüße an alle", "--sealed")).output).toBe("words: Grüße an alle\n");
  expect((await gate.send("bell", "press", "--sealed")).output).toBe("bell: taken\n");
});

test("an unsealed actuator's command needs no key", async () => {
  const gate = await startGate();
  expect(await gate.bare("lamp", "on")).toMatchObject({ code: 0, output: "lamp: on\n" });
  expect((await gate.bare("lamp", "blue")).errors).toContain('lamp: not understood: "blue"');
});

test("a bare command to a sealed actuator is refused", async () => {
  const gate = await startGate();
  const { code, errors } = await gate.bare("bolt", "unlock", "--seconds", "1");
  expect([code, await gate.kept("bolt")]).toEqual([1, "locked"]);
  expect(errors).toContain("wants --sealed");
});

test("a command with another key is refused", async () => {
  const gate = await startGate();
  const { code, errors } = await gate.send("bolt", "unlock", "--sealed", "--sign", "other", "--seconds", "1");
  expect([code, await gate.kept("bolt")]).toEqual([1, "locked"]);
  expect(errors).toContain("Its key may be another one.");
});

test("an unknown sealed command is refused with a reason", async () => {
  const gate = await startGate();
  const { code, errors } = await gate.send("bolt", "open", "--sealed");
  expect([code, errors]).toEqual([1, expect.stringContaining('not understood: "open"')]);
});

test("a forged counter is believed only within bounds", async () => {
  const gate = await startGate();
  await gate.publish("sealed", "500000");
  const { code, errors } = await gate.send("bolt", "unlock", "--sealed");
  expect([code, await gate.kept("bolt")]).toEqual([1, "locked"]);
  expect(errors).toContain(
    `${ID} tells the counter 499999, and this computer has sealed up to 0 for it: at most 1000 more is believed`,
  );
  expect(errors).toContain(`"ringmote send ${ID} ... --sealed --after 499999"`);
  await gate.publish("sealed", "many");
  expect((await gate.send("bolt", "unlock", "--sealed")).errors).toContain("No device tells at");
});

test("an absent device is sent nothing", async () => {
  const gate = await startGate();
  await new Promise<void>((done) => gate.running.stop(done));
  await vi.waitFor(async () => expect(await gate.kept("status")).toBe("offline"), 10_000);
  const { code, errors } = await gate.send("bolt", "unlock", "--sealed");
  expect([code, errors]).toEqual([1, expect.stringContaining("is offline, and would obey late or never")]);
});

test("seal options without --sealed, and invalid names, are refused", async () => {
  const run = ringmoteHere(["send", ID, "bolt", "unlock", "--sign", "other", "--broker", "mqtt://localhost"]);
  expect([await run.ended, run.errors()]).toEqual([
    2,
    "ringmote: --sign is about a seal; say --sealed as well, or leave it out.\n",
  ]);
  const strange = ringmoteHere(["send", ID, "bolt/set", "unlock", "--broker", "mqtt://localhost"]);
  expect([await strange.ended, strange.errors()]).toEqual([2, expect.stringContaining('"bolt/set"')]);
});
