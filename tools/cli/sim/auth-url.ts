// The address of the service that a broker asks about its clients. What is wrong is said without the address,
// for it may hold a password.
import { UsageError } from "../words/failure.ts";

const SHAPE = "http://127.0.0.1:8080/auth";

export function authUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isHttp = url?.protocol === "http:" || url?.protocol === "https:";
  if (url === undefined || !isHttp || /\s/.test(text))
    throw new UsageError(
      `--auth needs the address of an HTTP service that begins with http:// or https://, such as ${SHAPE}.`,
    );
  return url;
}
