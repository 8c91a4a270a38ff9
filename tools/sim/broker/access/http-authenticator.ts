// Authenticates each client at an HTTP service, as EMQX's HTTP authentication does. The service is not
// trusted: its answer has a size limit and a time limit, and so have the waiting requests.
import { isUtf8 } from "node:buffer";
import { timingSafeEqual } from "node:crypto";
import type { Timers } from "../../../../src/platform/node/timers.ts";
import { createService, type Service } from "./http-service.ts";
import { EVERYTHING } from "./permissions.ts";
import { readServiceAnswer, type ServiceAnswer, undecided } from "./service-answer.ts";
import type { Authenticator, Credentials, Verdict } from "./verdict.ts";

export interface AuthenticatorBounds {
  /** The longest time that a client waits for the service's answer. */
  timeoutMs: number;
  /** The longest body of an answer, in bytes. */
  bodyBytes: number;
  /** The most concurrent requests; and the most waiting requests, with their bytes together. */
  atOnce: number;
  waiting: number;
  waitingBytes: number;
}

const KILOBYTE = 1024;

/** EMQX's own time limit; a home, or a fleet of ten thousand that reconnects at once, fits. */
const BOUNDS: AuthenticatorBounds = {
  timeoutMs: 5000,
  bodyBytes: 64 * KILOBYTE,
  atOnce: 32,
  waiting: 10_000,
  waitingBytes: 8 * KILOBYTE * KILOBYTE,
};

export interface HttpAuthenticatorOptions {
  /** http: or https: */
  url: URL;
  timers: Timers;
  /** The most levels of a topic. */
  mostLevels: number;
  bounds?: Partial<AuthenticatorBounds>;
  /** A client with this secret is admitted without a request, and may do everything. */
  own?: { user: string; secret: string };
  /** Called when more clients wait than the limit allows. */
  crowded: (clientId: string) => void;
}

export interface HttpAuthenticator {
  authenticator: Authenticator;
  /** Closes the connections to the service. */
  end: () => void;
}

interface Question {
  body: string;
  /** Starts the request when its turn has come. */
  send: () => void;
}

export function createHttpAuthenticator(options: HttpAuthenticatorOptions): HttpAuthenticator {
  return new HttpAuthenticatorService(options);
}

class HttpAuthenticatorService implements HttpAuthenticator {
  end: () => void;
  private readonly timers: Timers;
  private readonly mostLevels: number;
  private readonly own: { user: string; secret: string } | undefined;
  private readonly crowded: (clientId: string) => void;
  private readonly bounds: {
    timeoutMs: number;
    bodyBytes: number;
    atOnce: number;
    waiting: number;
    waitingBytes: number;
  };
  private readonly service: Service;
  private readonly waiting = new Set<Question>();
  private waitingBytes = 0;
  private out = 0;

  constructor(options: HttpAuthenticatorOptions) {
    const { url, timers, mostLevels, own, crowded } = options;
    this.timers = timers;
    this.mostLevels = mostLevels;
    this.own = own;
    this.crowded = crowded;
    this.bounds = { ...BOUNDS, ...options.bounds };
    this.service = createService(url, this.bounds);
    this.end = this.service.end;
  }

  readonly authenticator = (credentials: Credentials, decided: (verdict: Verdict) => void): (() => void) => {
    const body = questionOf(credentials);
    const verdict = this.verdictWithout(credentials, body.length);
    if (verdict !== undefined) {
      decided(verdict);
      return () => {};
    }
    return this.request(credentials, body, decided);
  };

  /** Requests a decision in turn. Returns the function that cancels the request. */
  private request(credentials: Credentials, body: string, decided: (verdict: Verdict) => void): () => void {
    let isOver = false;
    let stop = () => {};

    const end = (): void => {
      isOver = true;
      cancelTimeout();
      this.leave(question);
    };

    const decide = (answer: ServiceAnswer | string): void => {
      if (isOver) return;
      end();
      const isAnswered = typeof answer !== "string";
      decided(
        isAnswered ? readServiceAnswer(answer, credentials, Date.now(), this.mostLevels) : undecided(answer),
      );
    };

    const cancelTimeout = this.timers.after(this.bounds.timeoutMs, () => {
      decide(`did not answer within ${this.bounds.timeoutMs} ms`);
      stop();
    });
    const question: Question = {
      body,
      send: () => {
        stop = this.service.post(body, decide, () => {
          this.out -= 1;
          this.sendNext();
        });
      },
    };
    this.waiting.add(question);
    this.waitingBytes += body.length;
    this.sendNext();
    return () => {
      if (isOver) return;
      end();
      stop();
    };
  }

  /** The verdict on a client that needs no request; `undefined` if it needs one. */
  private verdictWithout(who: Credentials, bytes: number): Verdict | undefined {
    if (this.own !== undefined && isOwn(who, this.own)) return { allow: { permissions: EVERYTHING } };
    if (who.password !== undefined && !isUtf8(who.password))
      return { refuse: "badCredentials", reason: "The password is no text in UTF-8." };
    const { waiting, waitingBytes } = this.bounds;
    if (this.waiting.size < waiting && this.waitingBytes + bytes <= waitingBytes) return undefined;
    this.crowded(who.clientId);
    return undecided("is asked about too many at a time");
  }

  private sendNext(): void {
    for (const question of this.waiting) {
      if (this.out >= this.bounds.atOnce) return;
      this.leave(question);
      this.out += 1;
      question.send();
    }
  }

  private leave(question: Question): void {
    if (this.waiting.delete(question)) this.waitingBytes -= question.body.length;
  }
}

function isOwn(
  { username, password }: Credentials,
  { user, secret }: { user: string; secret: string },
): boolean {
  const known = Buffer.from(secret);
  return username === user && password?.length === known.length && timingSafeEqual(password, known);
}

function questionOf({ clientId, username = "", password }: Credentials): string {
  return JSON.stringify({ clientid: clientId, username, password: password?.toString() ?? "" });
}
