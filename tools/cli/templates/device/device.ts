// my-device: a relay that is switched from anywhere.

import { actuator, device, seconds } from "ringmote";
import { relay } from "ringmote/drivers/relay.ts";

export default device({
  name: "my-device",
  status: { keepAlive: seconds(60) },
  actuators: [actuator("relay", relay("relay"), { atStart: "off" })],
});
