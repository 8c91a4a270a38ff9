// The verdict on a client that wants in: the words between the broker and the one that decides for it.
import type { Permissions } from "./permissions.ts";
import type { PublishLimits } from "./publish-rate.ts";

/** What a CONNECT says of its client. */
export interface Credentials {
  clientId: string;
  username: string | undefined;
  password: Buffer | undefined;
}

/** What a client that is let in may do, and for how long. */
export interface Grant {
  permissions: Permissions;
  /** Its connection is ended then; undefined: never for that. */
  endsInMs?: number;
  /** In place of the broker's limits. */
  publishes?: Partial<PublishLimits>;
}

/**
 * Why a client may not come in. "notAuthorized": it is denied, or nobody has decided. "badCredentials": with what it said, or by what was
 * said of it, nobody can.
 */
export interface Refusal {
  refuse: "notAuthorized" | "badCredentials";
  /** For the client. */
  reason: string;
  /** What is wrong with whoever decides, for who runs the broker: a sentence without its full stop. */
  fault?: string;
}

export type Verdict = { allow: Grant } | Refusal;

/** Decides about one client, now or later, once. Returns what takes the question back. */
export type Authenticator = (who: Credentials, decided: (verdict: Verdict) => void) => () => void;
