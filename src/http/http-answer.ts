// The head of an answer in HTTP/1.1. Each one closes its connection: where no length is named, the end of the
// bytes is the end of the page (RFC 9112, 6.3).

/** An answer without a page: the text is all. */
export const NO_PAGE = 0;

export interface HttpAnswer {
  /** RFC 9110, 15. */
  status: number;
  /** Further lines of the head, each with its end. */
  fields: string;
  /** Number of a page of the site, or `NO_PAGE`. */
  page: number;
  /** A sentence in place of a page. */
  text: string;
}

/** Reason phrases of RFC 9110 (15) and RFC 6585, of the codes that are used. */
const REASONS: Record<number, string> = {
  200: "OK",
  302: "Found",
  303: "See Other",
  400: "Bad Request",
  404: "Not Found",
  411: "Length Required",
  413: "Content Too Large",
  414: "URI Too Long",
  415: "Unsupported Media Type",
  429: "Too Many Requests",
  431: "Request Header Fields Too Large",
  501: "Not Implemented",
  505: "HTTP Version Not Supported",
};

/** What no other page may do with ours: show it in a frame, or have it load or run a thing. */
const PAGE_FIELDS =
  "Content-Type: text/html; charset=utf-8\r\n" +
  "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; frame-ancestors 'none'\r\n";

/** A sentence; "" for the reason phrase of its status. @cold */
export function textAnswer(status: number, text: string): HttpAnswer {
  const reason = REASONS[status] ?? "";
  return { status, fields: "", page: NO_PAGE, text: text === "" ? reason : text };
}

/** Another place to look at. @cold */
export function redirect(status: number, location: string): HttpAnswer {
  return { status, fields: "Location: " + location + "\r\n", page: NO_PAGE, text: "" };
}

/** The head's bytes. @cold */
export function headOf(answer: HttpAnswer): string {
  const lines =
    "HTTP/1.1 " +
    answer.status +
    " " +
    (REASONS[answer.status] ?? "") +
    "\r\nConnection: close\r\nCache-Control: no-store\r\n" +
    answer.fields;
  if (answer.page !== NO_PAGE) return lines + PAGE_FIELDS + "\r\n";
  return lines + "Content-Type: text/plain\r\nContent-Length: " + answer.text.length + "\r\n\r\n";
}
