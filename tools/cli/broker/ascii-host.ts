// A broker's name as the network has it: what people write with other letters (bücher.example) is asked for
// as xn--...
import { domainToASCII } from "node:url";

/** The names of one broker or several (`a,b:1884`); what is no name stays as it is, to be refused as such. */
export function asciiHost(hosts: string): string {
  return hosts.split(",").map(asciiName).join(",");
}

function asciiName(host: string): string {
  const [, name = "", port = ""] = /^(.*?)(:\d+)?$/su.exec(host) ?? [];
  // All that a board could have been given as it stands is given as it stands.
  return /\P{ASCII}/u.test(name) ? (domainToASCII(name) || name) + port : host;
}
