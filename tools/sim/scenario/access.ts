// Access to a scenario's broker: its own service decides, as one behind HTTP would, and tokens end by faults.
import type { Timers } from "../../../src/platform/node/timers.ts";
import { readServiceAnswer } from "../broker/access/service-answer.ts";
import type { Authenticator } from "../broker/access/verdict.ts";

/** A client that wants in. */
export interface Visitor {
  clientid: string;
  /** Empty where it names none. */
  username: string;
  password: string;
}

/** Answers in the form of docs/shared-broker.md: `{ result: "allow", acl: [...], messages_rate: 20 }`. */
export type Access = (visitor: Visitor) => Readonly<Record<string, unknown>>;

const MS = 1000;
/** The service takes so long to answer. */
const ANSWER_MS = 4;
/** Levels that a topic of its list has at most. */
const MOST_LEVELS = 32;
const DENY = { result: "deny" };

interface Ending {
  /** Milliseconds since 1970. */
  at: number;
  /** The token that ends then. */
  token: string | undefined;
}

export class ScenarioAccess {
  private readonly endings = new Map<string, Ending>();

  constructor(private readonly service: Access) {}

  /** The tokens that these clients have `inMs` from now end then. */
  readonly endTokens = (names: readonly string[], inMs: number): void => {
    for (const name of names) this.endings.set(name, { at: Date.now() + inMs, token: undefined });
  };

  /** What the service says of a client, with the end of its token; the body of an answer behind HTTP. */
  readonly answer = (visitor: Visitor): object => {
    const ending = this.endings.get(visitor.clientid);
    if (ending === undefined) return this.service(visitor);
    if (Date.now() >= ending.at) return visitor.password === ending.token ? DENY : this.service(visitor);
    ending.token = visitor.password;
    return { ...this.service(visitor), expire_at: Math.ceil(ending.at / MS) };
  };

  /** The same for a broker in this process. */
  authenticator(timers: Timers): Authenticator {
    return (who, decided) => {
      const { clientId: clientid, username = "", password } = who;
      return timers.after(ANSWER_MS, () => {
        const body = JSON.stringify(
          this.answer({ clientid, username, password: password?.toString() ?? "" }),
        );
        const answer = { status: 200, contentType: "application/json", body };
        decided(readServiceAnswer(answer, who, Date.now(), MOST_LEVELS));
      });
    };
  }
}
