// The version of MQTT that simulated devices speak, as their first packet says it.
import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { ringmoteHere } from "./in-process.ts";

/** Where the protocol level of a CONNECT stands, whose length has one byte or two. */
const levelIn = (connect: Buffer) => connect[connect.indexOf("MQTT") + 4];

/** The protocol level of the first CONNECT that the command sends. */
async function levelOf(...command: string[]): Promise<number | undefined> {
  let heard: (level: number | undefined) => void = () => {};
  const level = new Promise<number | undefined>((resolve) => {
    heard = resolve;
  });
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", (bytes) => {
      heard(levelIn(bytes));
      socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const run = ringmoteHere([...command, "--broker", `mqtt://127.0.0.1:${port}`]);
  const version = await level;
  run.interrupt();
  await run.ended;
  return version;
}

test.each(["run", "fleet"])("%s speaks MQTT 5.0 with --mqtt 5, and 3.1.1 without it", async (command) => {
  const count = command === "fleet" ? ["--count", "1"] : [];
  expect(await levelOf(command, "hall", ...count, "--mqtt", "5")).toBe(5);
  expect(await levelOf(command, "hall", ...count)).toBe(4);
});

test.each([["doctor"], ["forget", "kitchen", "--yes"], ["settings", "--device", "kitchen"]])(
  "%s itself speaks MQTT 5.0 with --mqtt 5, and 3.1.1 without it",
  async (...command) => {
    expect(await levelOf(...command, "--mqtt", "5")).toBe(5);
    expect(await levelOf(...command)).toBe(4);
  },
);

test("a command that connects to a broker uses one version", async () => {
  const run = ringmoteHere(["doctor", "--broker", "mqtt://127.0.0.1:1", "--mqtt", "either"]);
  expect(await run.ended).toBe(2);
  expect(run.errors()).toBe(
    "ringmote: --mqtt either is not allowed; it is 3 (MQTT 3.1.1) or 5 (MQTT 5.0).\n",
  );
});

test.each([
  [
    ["doctor", "--mqtt", "5"],
    "--mqtt says what to speak to a broker, and none is named; give it with --broker.",
  ],
  [
    ["settings", "--target", "node", "--broker", "mqtt://localhost", "--mqtt", "5"],
    "--mqtt says what this command speaks to a broker, for --device; what a device speaks stands in its device.ts.",
  ],
])("--mqtt is refused without a broker connection: %j", async (command, sentence) => {
  const run = ringmoteHere(command);
  expect(await run.ended).toBe(2);
  expect(run.errors()).toBe(`ringmote: ${sentence}\n`);
});

test("an unknown MQTT version is refused", async () => {
  const run = ringmoteHere(["run", "hall", "--own-broker", "--mqtt", "4"]);
  expect(await run.ended).toBe(2);
  expect(run.errors()).toBe(
    "ringmote: --mqtt 4 is not allowed; it is 3 (MQTT 3.1.1), 5 (MQTT 5.0) or either.\n",
  );
});
