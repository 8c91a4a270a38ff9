// A request of HTTP/1.1 (RFC 9112), taken in however its bytes are cut. Of the head only the unfinished line
// is kept, and no line beyond what a needed one may have: memory does not grow with what a stranger sends.
import { wholeNumber } from "../bytes/whole-number.ts";
import { beginsAs, isNamed, withoutBlanks } from "./http-field.ts";

/** The request line is to come, or a field line, or bytes of the body; or all is there; or it is refused. */
const REQUEST_LINE = 0;
const FIELD_LINE = 1;
export const BODY = 2;
const WHOLE = 3;
export const REFUSED = 4;
type Stage = typeof REQUEST_LINE | typeof FIELD_LINE | typeof BODY | typeof WHOLE | typeof REFUSED;

/** The most bytes of a line that are kept: those that are needed are far shorter. */
const KEPT_LINE = 256;
/** The most bytes of a body. */
const MOST_BODY = 512;
/** No Content-Length has come. */
const UNSAID = -1;

const FORM = "application/x-www-form-urlencoded";
const SCHEME = "http://";

export interface HttpRequest {
  stage: Stage;
  /** "GET", "HEAD" or "POST". */
  method: string;
  /** Of the target: "/" and what follows it, without the query. */
  path: string;
  /** Host and port that the request is for, as "192.168.4.1"; "" while none has come. */
  host: string;
  /** The body is the fields of a form. */
  isForm: boolean;
  body: string;
  /** The status code of the answer to a request that is refused (RFC 9110, 15). */
  fault: number;
  /** Bytes of the head that have come, of which `line` is the unfinished line, or its beginning. */
  headBytes: number;
  line: string;
  isLineCut: boolean;
  /** Bytes of the body that are to come in all. */
  bodyBytes: number;
  /** The version needs a Host, and the target has none of its own. */
  needsHost: boolean;
  hasHost: boolean;
}

export function newRequest(): HttpRequest {
  return {
    stage: REQUEST_LINE,
    method: "",
    path: "",
    host: "",
    isForm: false,
    body: "",
    fault: 0,
    headBytes: 0,
    line: "",
    isLineCut: false,
    bodyBytes: UNSAID,
    needsHost: true,
    hasHost: false,
  };
}

/** Has nothing come of it? */
export function isUntouched(request: HttpRequest): boolean {
  return request.headBytes === 0;
}

/**
 * Takes bytes that have come, of a head of at most `mostHead` bytes. What lies behind the body is ignored.
 * @cold
 */
export function takeBytes(request: HttpRequest, bytes: string, mostHead: number): void {
  let rest = bytes;
  while (rest !== "" && request.stage < BODY) {
    const end = rest.indexOf("\n");
    const part = end < 0 ? rest : rest.substring(0, end);
    request.headBytes += part.length;
    if (end >= 0) request.headBytes += 1;
    if (request.headBytes > mostHead) refuse(request, 431);
    else {
      keep(request, part);
      if (end >= 0) takeLine(request);
    }
    rest = end < 0 ? "" : rest.substring(end + 1);
  }
  if (request.stage !== BODY) return;
  const missing = request.bodyBytes - request.body.length;
  request.body = request.body + rest.substring(0, Math.min(missing, rest.length));
  if (request.body.length === request.bodyBytes) request.stage = WHOLE;
}

function refuse(request: HttpRequest, status: number): void {
  request.stage = REFUSED;
  request.fault = status;
  request.line = "";
}

function keep(request: HttpRequest, part: string): void {
  const room = KEPT_LINE - request.line.length;
  if (part.length > room) request.isLineCut = true;
  request.line = request.line + part.substring(0, Math.min(room, part.length));
}

/** A line feed has come: a carriage return in front of it belongs to it (RFC 9112, 2.2). @cold */
function takeLine(request: HttpRequest): void {
  const { isLineCut } = request;
  let { line } = request;
  request.line = "";
  request.isLineCut = false;
  const last = line.length - 1;
  if (!isLineCut && last >= 0 && line.substring(last) === "\r") line = line.substring(0, last);
  let fault = 0;
  if (line.indexOf("\r") >= 0 || line.indexOf("\0") >= 0) fault = 400;
  else if (request.stage === FIELD_LINE)
    fault = line === "" ? endHead(request) : takeField(request, line, isLineCut);
  // An empty line in front of a request is none (RFC 9112, 2.2).
  else if (line !== "") fault = isLineCut ? 414 : takeRequestLine(request, line);
  if (fault !== 0) refuse(request, fault);
}

/** Each step returns the status that the request is refused with, or 0. @cold */
function takeRequestLine(request: HttpRequest, line: string): number {
  const first = line.indexOf(" ");
  const rest = line.substring(first + 1);
  const second = rest.indexOf(" ");
  if (first < 1 || second < 1) return 400;
  const method = line.substring(0, first);
  const version = rest.substring(second + 1);
  if (version !== "HTTP/1.1" && version !== "HTTP/1.0")
    return version.length === 8 && version.indexOf("HTTP/") === 0 ? 505 : 400;
  if (method !== "GET" && method !== "HEAD" && method !== "POST") return 501;
  request.method = method;
  request.needsHost = version === "HTTP/1.1";
  request.stage = FIELD_LINE;
  return takeTarget(request, rest.substring(0, second));
}

/** In absolute form its authority counts, and no Host (RFC 9112, 3.2.2). @cold */
function takeTarget(request: HttpRequest, target: string): number {
  let path = target;
  if (beginsAs(target, SCHEME)) {
    const rest = target.substring(SCHEME.length);
    const slash = rest.indexOf("/");
    request.host = slash < 0 ? rest : rest.substring(0, slash);
    request.needsHost = false;
    path = slash < 0 ? "/" : rest.substring(slash);
  }
  const query = path.indexOf("?");
  request.path = query < 0 ? path : path.substring(0, query);
  return path.indexOf("/") === 0 ? 0 : 400;
}

/**
 * A line that goes on with the one before (RFC 9112, 5.2) is refused, and a blank in front of the colon
 * (5.1). @cold
 */
function takeField(request: HttpRequest, line: string, isCut: boolean): number {
  const colon = line.indexOf(":");
  if (colon < 0) return isCut ? 431 : 400;
  const name = line.substring(0, colon);
  if (name === "" || name.indexOf(" ") >= 0 || name.indexOf("\t") >= 0) return 400;
  if (isNamed(name, "transfer-encoding")) return 411;
  const isHost = isNamed(name, "host");
  const isLength = isNamed(name, "content-length");
  if (!isHost && !isLength && !isNamed(name, "content-type")) return 0;
  if (isCut) return 431;
  const value = withoutBlanks(line.substring(colon + 1));
  if (isLength) return takeLength(request, value);
  if (isHost) {
    if (request.hasHost) return 400;
    request.hasHost = true;
    if (request.host === "") request.host = value;
  } else request.isForm = beginsAs(value, FORM);
  return 0;
}

function takeLength(request: HttpRequest, value: string): number {
  const length = wholeNumber(value);
  if (length === undefined || request.bodyBytes !== UNSAID) return 400;
  request.bodyBytes = length;
  return length > MOST_BODY ? 413 : 0;
}

function endHead(request: HttpRequest): number {
  if (request.needsHost && !request.hasHost) return 400;
  if (request.bodyBytes === UNSAID) {
    if (request.method === "POST") return 411;
    request.bodyBytes = 0;
  }
  request.stage = BODY;
  return 0;
}
