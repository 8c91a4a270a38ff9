// docs/shared-broker.md: its service runs, and the broker decides by it.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectAsync, type IClientOptions } from "mqtt";
import { expect, onTestFinished, test } from "vitest";
import { packageFolder } from "../../tools/files/package-folder.ts";
import { startBroker } from "../../tools/sim/broker/embedded-broker.ts";

test("the page's service lets Ann do what its rows say, and the home all", async () => {
  const { port: free, printed } = await startService();
  const url = new URL(`http://127.0.0.1:${free}/auth`);
  const broker = await startBroker(0, {}, () => {}, { url });
  onTestFinished(broker.close);
  const enter = async (options: IClientOptions) => {
    const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, { reconnectPeriod: 0, ...options });
    onTestFinished(() => client.endAsync(true));
    return client;
  };
  const home = await enter({ clientId: "lamp" });
  const ann = await enter({ clientId: "phone", username: "ann", password: "s3cret", protocolVersion: 5 });
  await expect(enter({ clientId: "eve", username: "ann", password: "guess" })).rejects.toMatchObject({
    code: 5,
  });
  await expect.poll(printed).toBe("lamp: in\nphone: in\neve: refused\n");
  const heard: string[] = [];
  for (const client of [home, ann])
    client.on("message", (topic, payload) => heard.push(`${topic} ${payload}`));
  await home.subscribeAsync("globalmessage");
  await ann.subscribeAsync("user/ann");
  await expect(ann.subscribeAsync("#")).rejects.toThrow();
  await expect(ann.publishAsync("user/bob", "no", { qos: 1 })).rejects.toMatchObject({ code: 0x87 });
  await ann.publishAsync("globalmessage", "yes", { qos: 1 });
  await home.publishAsync("user/ann", "answer", { qos: 1 });
  await expect.poll(() => heard).toEqual(["globalmessage yes", "user/ann answer"]);
});

async function startService(): Promise<{ port: number; printed: () => string }> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "ringmote-service-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const page = readFileSync(join(packageFolder, "docs", "shared-broker.md"), "utf8");
  const [, text = ""] = /<!-- program: service -->\n```js\n(.*?)```/s.exec(page) ?? [];
  writeFileSync(join(folder, "service.mjs"), text.replace("8080", `${port}`));
  const service = spawn(process.execPath, ["service.mjs"], { cwd: folder });
  onTestFinished(() => void service.kill("SIGKILL"));
  let printed = "";
  for (const stream of [service.stdout, service.stderr]) stream.on("data", (part) => (printed += part));
  await expect.poll(() => isThere(port)).toBe(true);
  return { port, printed: () => printed };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** Does somebody listen there? */
function isThere(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
