// The session of a program's client in Node: does the broker keep it? Where the options do not say, it does
// from the first use of QoS 2 on.

import { type Client, greetWith } from "../mqtt/client.ts";
import { asksForClean } from "../mqtt/connect-packet.ts";
import { loseForAnother } from "../mqtt/connection-end.ts";
import { hasSentConnect } from "../mqtt/connection-state.ts";
import { allowInFlight } from "../mqtt/in-flight.ts";
import { allowOlder, speaks5 } from "../mqtt/protocol.ts";
import { WIDEST_QOS2_WINDOW, WINDOW } from "../mqtt/window.ts";
import { checkQos2 } from "./faults/option-faults.ts";
import { greetingOf, olderGreetingOf } from "./greeting.ts";
import type { NodeClientOptions } from "./options.ts";
import type { ClientTurns } from "./turns.ts";

export class ClientSession {
  /** The connection is ended for another one. */
  isRenewing = false;
  private readonly client: Client;
  private readonly options: NodeClientOptions;
  private readonly turns: ClientTurns;

  constructor(client: Client, options: NodeClientOptions, turns: ClientTurns) {
    this.client = client;
    this.options = options;
    this.turns = turns;
  }

  /** The session that has begun clean goes on with the next connections. */
  goOn(): void {
    if (speaks5(this.client)) greetWith(this.client, greetingOf(this.options, false));
  }

  /** QoS 2 is about to be used. Throws where it cannot be. */
  useQos2(): void {
    checkQos2(this.options);
    if (this.options.session === undefined && asksForClean(this.client.greeting)) this.renew();
  }

  /**
   * The client publishes at QoS 2 from now on. Brokers end the connection of a client with more messages
   * under way than they like (Mosquitto: 20), so no more are out than a device has, unless the options say
   * more. Throws where QoS 2 cannot be used.
   */
  publishExactly(): void {
    this.useQos2();
    allowInFlight(this.client, Math.min(this.options.limits?.window ?? WINDOW, WIDEST_QOS2_WINDOW));
  }

  /**
   * A message shall come exactly once: in a session that ends with its connection nobody could tell whether
   * it has. The standing connection, or the attempt at one, gives way to another.
   */
  private renew(): void {
    const older = olderGreetingOf(this.options, false);
    allowOlder(this.client, older);
    greetWith(this.client, older === "" || speaks5(this.client) ? greetingOf(this.options, false) : older);
    if (!hasSentConnect(this.client)) return;
    this.turns.noteTime();
    this.isRenewing = true;
    loseForAnother(this.client, "connecting again: QoS 2 needs a session that the broker keeps");
    this.isRenewing = false;
    this.turns.wake();
  }
}
