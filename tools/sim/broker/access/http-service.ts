// Connections to an HTTP service, and one request and response on them. A redirect counts as any other
// response and is not followed.
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import type { ServiceAnswer } from "./service-answer.ts";

export interface Service {
  /**
   * Posts a body of JSON. `answered` gets the answer, or words for its failure, and is called again for each
   * failure behind it; `closed` is called once, when nothing of it is left. Returns the function that ends
   * it.
   */
  post: (body: string, answered: (answer: ServiceAnswer | string) => void, closed: () => void) => () => void;
  /** Closes the connections. */
  end: () => void;
}

const HEADERS = { "content-type": "application/json", accept: "application/json" };

export function createService(
  url: URL,
  { bodyBytes, atOnce }: { bodyBytes: number; atOnce: number },
): Service {
  const isSecure = url.protocol === "https:";
  const agent = new (isSecure ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: atOnce });
  const request = isSecure ? httpsRequest : httpRequest;
  const open = () => request(url, { method: "POST", agent, headers: HEADERS });

  return {
    post: (body, answered, closed) => posted(open, bodyBytes, body, answered, closed),
    end: () => agent.destroy(),
  };
}

function posted(
  open: () => ClientRequest,
  answerBytes: number,
  ...[body, answered, closed]: Parameters<Service["post"]>
): () => void {
  let isEnded = false;
  let end = () => {};
  function send(isFirst: boolean): void {
    const request = open();
    let isAgain = false;
    request.once("response", (response) => readAnswer(response, answerBytes, answered));
    request.once("error", () => {
      // The service had closed a connection that was kept for the next request.
      isAgain = isFirst && request.reusedSocket && !isEnded;
      if (!isAgain) answered("cannot be reached");
    });
    request.once("close", () => {
      if (isAgain) {
        send(false);
        return;
      }
      answered("broke off");
      closed();
    });
    end = () => request.destroy();
    request.end(body);
  }
  send(true);
  return () => {
    isEnded = true;
    end();
  };
}

/** Reads a body up to its size limit. */
function readAnswer(
  response: IncomingMessage,
  mostBytes: number,
  answered: (answer: ServiceAnswer | string) => void,
): void {
  const { statusCode: status = 0, headers } = response;
  const chunks: Buffer[] = [];
  let bytes = 0;
  response.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes <= mostBytes) chunks.push(chunk);
    else {
      answered(`gave an answer of more than ${mostBytes} bytes`);
      response.destroy();
    }
  });
  response.once("error", () => answered("broke off its answer"));
  response.once("end", () => {
    const body = Buffer.concat(chunks).toString("utf8");
    answered({ status, contentType: headers["content-type"] ?? "", body });
  });
}
