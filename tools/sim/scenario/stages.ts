// Stages on which a scenario runs: virtual time with a broker of its own, or somebody's broker.
import { type OpenStream, openStreamsBy } from "../../../src/client/transport/open-stream.ts";
import { RealStream } from "../../../src/client/transport/real-stream.ts";
import { secureContextOf, type TlsIdentity } from "../../../src/client/transport/tls-identity.ts";
import { createRandom } from "../../../src/platform/node/random.ts";
import { createRealTimers } from "../../../src/platform/node/real-timers.ts";
import { createBroker } from "../broker/broker.ts";
import { createVirtualClock } from "../worlds/clock.ts";
import { createSimulatedLink, type LinkPlan } from "../worlds/link.ts";
import { ScenarioAccess } from "./access.ts";
import type { Stage } from "./run-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { tidyBroker } from "./tidy-broker.ts";
import { enterVirtualTime } from "./virtual-time.ts";

/** As on the way to a broker in the same country. */
const ON_THE_WAY: LinkPlan = {
  connectMs: 30,
  toPeer: { delayMs: [5, 40] },
  toDevice: { delayMs: [5, 40] },
};

/**
 * Virtual time with a broker of its own, as the scenario has it; `leave` gives the process its own time back.
 */
export function virtualStage(
  seed: number,
  { access: service, queues = [], inFlight }: Pick<Scenario, "access" | "queues" | "inFlight"> = {},
): Stage {
  const clock = createVirtualClock();
  const access = service && new ScenarioAccess(service);
  const broker = createBroker({
    timers: clock,
    records: false,
    queues,
    authenticator: access?.authenticator(clock),
    ...(inFlight !== undefined && { limits: { inFlight } }),
  });
  const draws = createRandom(seed ^ 0x5f3759df);
  const { pass, leave } = enterVirtualTime(clock, seed);
  return {
    time: "virtual",
    timers: clock,
    broker: "mqtt://broker",
    queues: queues.map(({ filter }) => filter),
    openStream: (to, events) =>
      createSimulatedLink(clock, draws, ON_THE_WAY, events, (end) => broker.peer(end, to)).stream,
    stopBroker: () => broker.stop(),
    startBroker: () => broker.start(),
    endTokens: access?.endTokens,
    pass,
    leave,
  };
}

export interface RealStageOptions {
  /** For a broker that is reached by TLS. */
  tls?: TlsIdentity;
  /** What the programs have left at the broker stays there. */
  keep?: boolean;
  /** Told why what they have left could not be taken away. */
  untidy?: (reason: string) => void;
  /** Rejects to end the run before its time. */
  interrupted?: Promise<never>;
  /** Filters of the message queues that the broker has. */
  queues?: readonly string[] | undefined;
}

/** Real time and sockets, at the broker with this address. */
export function realStage(
  broker: string,
  { tls = {}, keep = false, untidy, interrupted, queues }: RealStageOptions = {},
): Stage {
  const timers = createRealTimers();
  const trusted = secureContextOf(tls);
  const bySocket: OpenStream = (to, events) => new RealStream(to, trusted, events, () => {});
  const byProgram: OpenStream = (_to, events, open) => open(events);
  // The programs know nothing of the files that were named for the run.
  const openStream = trusted === undefined ? byProgram : bySocket;
  return {
    time: "real",
    timers,
    broker,
    openStream,
    pass: (ms) => new Promise((resolve) => void timers.after(ms, resolve)),
    interrupted,
    queues,
    leave: timers.end,
    ...(!keep && {
      async tidy(left) {
        const restoreSockets = openStreamsBy(openStream);
        await tidyBroker(broker, left)
          .catch((error: Error) => untidy?.(error.message))
          .finally(restoreSockets);
      },
    }),
  };
}
