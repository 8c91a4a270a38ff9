// Runs the automation on this computer: node --import tsx firmware/automation/main.ts mqtt://user@192.168.1.10
// The password stands in RINGMOTE_BROKER_PASSWORD.
import { createRealWorld, printable } from "ringmote/node.ts";
import { startAutomation } from "./automation.ts";

const [address = "mqtt://localhost"] = process.argv.slice(2);
const { protocol, hostname, port, username } = new URL(address);
const world = createRealWorld({ seed: process.pid, log: (line) => console.error(printable(line)) });
const automation = startAutomation(world, {
  broker: {
    // An address of IPv6 stands in brackets.
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    tls: protocol === "mqtts:",
    ...(port === "" ? {} : { port: Number(port) }),
    ...(username === "" ? {} : { user: username, secret: process.env.RINGMOTE_BROKER_PASSWORD ?? "" }),
  },
  // Devices had a part in the words.
  did: (words) => console.log(printable(words)),
});
process.once("SIGINT", () => automation.stop(() => void world.end()));
