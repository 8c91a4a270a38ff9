// counter in MQTT 5.0: each number of a counting chip, at QoS 1.
import { countingDevice } from "../counter/counting-device.ts";

export default countingDevice(undefined, undefined, undefined, 5);
