// The handlers of a program in Node, as subscribers of the core's client: what comes as bytes they are given as text.
import type { Subscriber } from "../../mqtt/subscriptions.ts";
import type { NodeMessage, NodePart } from "./client.ts";
import { textOf } from "./text.ts";

export function inOnePiece(taken: (message: NodeMessage) => void): Subscriber {
  return {
    deliver: (_self, payload, retained, topic) =>
      taken({ topic: textOf(topic), payload: textOf(payload), retained }),
  };
}

export function inParts(taken: (part: NodePart) => void): Subscriber {
  return {
    deliver: (_self, payload, _retained, topic) =>
      taken({ topic: textOf(topic), bytes: payload, at: 0, of: payload.length }),
    deliverPart: (_self, bytes, at, of, topic) => taken({ topic: textOf(topic), bytes, at, of }),
  };
}
