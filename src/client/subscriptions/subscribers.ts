// The handlers of a program in Node, as subscribers of the core's client: what comes as bytes they are given
// as text.

import type { Client } from "../../mqtt/client.ts";
import { arrivalOf } from "../../mqtt/program/arrival.ts";
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import { textOf } from "../text.ts";
import { Message, type NodeMessage, type NodePart } from "./message.ts";

/** `client`: whose messages they are. */
export function inOnePiece(taken: (message: NodeMessage) => unknown, client: Client): Subscriber {
  return {
    deliver: (_self, payload, retained, topic) => {
      taken(new Message(topic, payload, retained, arrivalOf(client)));
    },
  };
}

export function inParts(taken: (part: NodePart) => void): Subscriber {
  return {
    deliver: (_self, payload, _retained, topic) =>
      taken({ topic: textOf(topic), bytes: payload, at: 0, of: payload.length }),
    deliverPart: (_self, bytes, at, of, topic) => taken({ topic: textOf(topic), bytes, at, of }),
  };
}
