// A broker in a process of its own, for clients that mean it harm: does it live, how much memory has it, does
// it serve others?
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { connectAsync } from "mqtt";

export interface AttackedBroker {
  port: number;
  /** Bytes of memory that its process holds. */
  memory: () => Promise<number>;
  /** Clients of both versions have a message of theirs handed on to each other, in less than `ms`. */
  serves: (ms: number) => Promise<boolean>;
  /** The sentences that it told of what it has no room for. */
  told: () => string[];
  /** What else it wrote to its error output, which is nothing. */
  complaints: () => string;
  isAlive: () => boolean;
  end: () => Promise<void>;
}

const SERVE = fileURLToPath(new URL("./serve.ts", import.meta.url));

export async function startAttackedBroker(): Promise<AttackedBroker> {
  const child: ChildProcess = spawn(process.execPath, ["--expose-gc", "--import", "tsx", SERVE], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr?.on("data", (text) => {
    errors += text;
  });
  const TOLD = /^told: (.*)\n/gm;
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const nextLine = async () => Number((await lines.next()).value);
  const port = await nextLine();
  const bystanders = await Promise.all(
    ([4, 5] as const).map((protocolVersion) =>
      connectAsync(`mqtt://127.0.0.1:${port}`, { protocolVersion, clientId: `bystander-${protocolVersion}` }),
    ),
  );
  for (const bystander of bystanders) await bystander.subscribeAsync("bystanders/#", { qos: 1 });
  let asked = 0;

  const waiting = new Set<(payload: string) => void>();
  for (const bystander of bystanders)
    bystander.on("message", (_topic, payload) => {
      for (const heard of waiting) heard(payload.toString());
    });

  /** Resolves when both have heard what both have published. */
  function bothHear(wanted: string): Promise<boolean> {
    let count = 0;
    return new Promise((resolve) => {
      const heard = (payload: string) => {
        if (payload !== wanted) return;
        count += 1;
        if (count < bystanders.length ** 2) return;
        waiting.delete(heard);
        resolve(true);
      };
      waiting.add(heard);
    });
  }

  return {
    port,
    memory() {
      child.stdin?.write("memory\n");
      return nextLine();
    },
    async serves(ms) {
      asked += 1;
      const isServed = bothHear(`${asked}`);
      const isLate = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), ms));
      for (const bystander of bystanders)
        void bystander.publishAsync("bystanders/x", `${asked}`, { qos: 1 }).catch(() => {});
      return Promise.race([isServed, isLate]);
    },
    told: () => [...errors.matchAll(TOLD)].map(([, sentence]) => sentence),
    complaints: () => errors.replace(TOLD, ""),
    isAlive: () => child.exitCode === null && child.signalCode === null,
    async end() {
      for (const bystander of bystanders) bystander.end(true);
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill();
      await once(child, "exit");
    },
  };
}
