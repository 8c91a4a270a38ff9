// A password that the program is asked for before each attempt at a connection: a token that ends, and is
// fetched anew.
import { type Client, greetWith } from "../mqtt/client.ts";
import { lose } from "../mqtt/connection-end.ts";
import { OPENING } from "../mqtt/connection-state.ts";
import { printable, thrownWords } from "./faults/foreign-text.ts";
import { isField } from "./faults/option-faults.ts";
import { greetingAnew } from "./greeting.ts";
import type { NodeClientOptions } from "./options.ts";

/** The most characters of an error's message: it is one line of a log. */
const LONGEST_REASON = 300;

interface Owner {
  readonly client: Client;
  /** Runs `then` and sends the result, unless the client has ended. */
  later(then: () => void): void;
}

export class AskedSecret {
  private attempt = 0;

  constructor(
    private readonly owner: Owner,
    private readonly options: NodeClientOptions,
    private readonly secret: () => string | Promise<string>,
  ) {}

  /**
   * Asks the program, and calls `open` when the CONNECT has the answer. An attempt that has ended meanwhile
   * is left alone.
   */
  ask(open: () => void): void {
    const { owner, options } = this;
    this.attempt += 1;
    const { attempt } = this;
    const goOn = (then: () => void) =>
      owner.later(() => {
        if (attempt === this.attempt && owner.client.connection.state === OPENING) then();
      });
    this.answer().then(
      (secret) =>
        goOn(() => {
          greetWith(owner.client, greetingAnew({ ...options, secret }, owner.client.greeting));
          open();
        }),
      (error: unknown) => {
        // Most often the network is away, and with it who gives tokens: the next attempt comes as after any
        // other that failed.
        const why = printable(thrownWords(error).slice(0, LONGEST_REASON)).replace(/\.$/, "");
        goOn(() => lose(owner.client, `the function secret has failed: ${why}`));
      },
    );
  }

  private async answer(): Promise<string> {
    const secret: unknown = await this.secret();
    const allowed = isField(secret);
    if (allowed !== undefined) throw new Error(`its value is no password; it gives ${allowed}`);
    return secret as string;
  }
}
