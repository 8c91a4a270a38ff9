// docs/mqtt-5.md: its device is built for boards, and its programs print what they should, at a broker with
// passwords too.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { buildImage } from "../../tools/image/build.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";
import { startModel } from "../brokers/answers/model-on-socket.ts";
import { scramServer } from "../client/scram-server.ts";
import { programsOf, startProgram } from "./page-program.ts";

const PAGE = readFileSync(new URL("../../docs/mqtt-5.md", import.meta.url), "utf8");
const DEVICE = /```ts\n(import .*?)```/s.exec(PAGE)?.[1] as string;
const WIRING = `import { wire } from "ringmote/boards/board.ts";
import d1MiniEspruino from "ringmote/boards/d1-mini-espruino.ts";
import esp8266NodeMcu from "ringmote/boards/esp8266-nodemcu.ts";
const roles = { air: { sda: "D2", scl: "D5" }, pump: "D1" } as const;
export default {
  "d1-mini-espruino": wire(d1MiniEspruino, roles),
  "esp8266-nodemcu": wire(esp8266NodeMcu, roles),
};
`;
const FOLDER = mkdtempSync(join(tmpdir(), "ringmote-mqtt-5-"));
writeFileSync(join(FOLDER, "device.ts"), DEVICE);
writeFileSync(join(FOLDER, "wiring.ts"), WIRING);
afterAll(() => rmSync(FOLDER, { recursive: true }));

test.each(["d1-mini-espruino", "esp8266-nodemcu"])("the page's device is built for %s", async (board) => {
  const { features } = await buildImage({ firmware: FOLDER, board });
  expect(features).toMatchObject({ mqtt5: true, deadlines: true, "user-properties": true, replies: true });
});

const PRINTED: Readonly<Record<string, string>> = {
  offer: "QoS 2, aliases: true\n",
  session: "lost\n",
  properties: "home/meter/energy: application/json, reading 1043\nexpires in 60 s\n",
  subscriptions: "10 jobs, 0 of its own\n",
  scram: "authenticated twice\n",
};

test("the page has these programs, and each is run", () => {
  expect(programsOf("mqtt-5.md")).toEqual(Object.keys(PRINTED));
});

test.each(Object.entries(PRINTED))(
  "the program about %s prints what it should, and ends",
  async (name, expected) => {
    const { ended, printed } = startProgram("mqtt-5.md", name, await brokerFor(name));
    expect([await ended, printed()]).toEqual([0, expected]);
  },
);

/** The port of a broker; of one that asks for a proof where the program gives it. */
async function brokerFor(name: string): Promise<number> {
  if (name !== "scram") {
    const broker = await startBroker(0);
    onTestFinished(broker.close);
    return broker.port;
  }
  const model = await startModel({}, { authenticates: scramServer({ users: { user: "pencil" } }) });
  onTestFinished(model.end);
  return model.port;
}
