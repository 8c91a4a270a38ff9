// A program of its own process that asks its broker for one thing after the other, a hundred times each: it
// prints, as JSON, how many were settled. Its arguments: the broker's address, and the authority of its TLS
// or "".
import { connect } from "../../src/client/connect.ts";

/** Names of what it asks for, each with how many were settled. */
export type Settled = Readonly<Record<string, number>>;

/** Calls of each. */
export const CALLS = 100;

/** On loopback an answer comes within a millisecond; what is late by this never comes. */
const PATIENCE_MS = 3000;

async function ask(address: string, ca: string): Promise<Settled> {
  const client = connect(address, {
    id: "program",
    mqtt: 5,
    authentication: { method: "M", start: () => exchange },
    ...(ca !== "" && { tls: { ca } }),
  });
  await client.untilConnected();
  const settled: Record<string, number> = {
    subscribe: await settledOf((at) => client.subscribe(`asked/${at}`, () => {})),
    unsubscribe: await settledOf((at) => client.unsubscribe(`asked/${at}`)),
  };
  for (const qos of [0, 1, 2] as const)
    settled[`send at QoS ${qos}`] = await settledOf((at) => client.send("told", `${at}`, { qos }));
  settled.reauthenticate = await settledOf(() => client.reauthenticate());
  await client.stop();
  return settled;
}

const exchange = { answer: () => undefined, finish: () => {} };

/** How many calls were settled until one was not. */
async function settledOf(call: (at: number) => Promise<unknown>): Promise<number> {
  for (let at = 0; at < CALLS; at += 1) {
    let patience: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      patience = setTimeout(resolve, PATIENCE_MS, false);
    });
    const isSettled = await Promise.race([call(at).then(() => true), late]);
    clearTimeout(patience);
    if (!isSettled) return at;
  }
  return CALLS;
}

const [address, ca = ""] = process.argv.slice(2);
if (address !== undefined) console.log(JSON.stringify(await ask(address, ca)));
