// Update of a device in Home Assistant, by MQTT (components/mqtt/update.py of its core). The program that
// holds the device's image announces it: no image holds any of this.
import type { DeviceDeclaration } from "../device/declare/device.ts";
import { installTopic, latestTopic, UPDATE_NAME, valueTopic } from "../device/run/topics.ts";
import { namedDevice, prefixOf } from "./announcements.ts";
import { description } from "./entity.ts";
import type { KeptMessage } from "./kept-announcements.ts";

/** An image that a program holds for a device, and what people read of it. */
export interface HeldUpdate {
  /** The device's identity, and where its topics begin. */
  id: string;
  root: string;
  /** Where the broker keeps "online" while the program is there, and nothing behind that. */
  presence: string;
  /** At most 255 characters; "": none. */
  summary: string;
  /** Of a page on it; "": none. */
  url: string;
}

/** What is sent to have it installed. */
export const INSTALL = "install";

/** How a device says that it stands (src/runtime/updates.ts), as Home Assistant reads it. */
const STATE =
  "{%macro f(k)%}{{(value|regex_findall('(?m)^'~k~'=(.*)$')+[''])|first}}{%endmacro%}" +
  "{%set v,s=f('version'),f('state')%}{%if v%}{{{'installed_version':v,'in_progress':s!='idle'," +
  "'update_percentage':f('percent')|int(0) if s=='fetching' else none}|tojson}}{%endif%}";

/** The retained message that announces it, for a device of this declaration. */
export function updateAnnouncement(
  declaration: DeviceDeclaration,
  { id, root, presence, summary, url }: HeldUpdate,
): KeptMessage {
  const key = `${id}-${UPDATE_NAME}`;
  const payload = {
    ...description(UPDATE_NAME, { deviceClass: "firmware" }, false),
    uniq_id: key,
    dev: { ...namedDevice(declaration).dev, ids: id },
    "~": root,
    stat_t: valueTopic("~", UPDATE_NAME),
    val_tpl: STATE,
    l_ver_t: latestTopic("~"),
    cmd_t: installTopic("~"),
    pl_inst: INSTALL,
    qos: 1,
    avty_t: presence,
    pl_not_avail: "",
    tit: declaration.name,
    ...(summary === "" ? {} : { rel_s: summary }),
    ...(url === "" ? {} : { rel_u: url }),
  };
  return { topic: `${prefixOf(declaration)}/update/${key}/config`, payload: JSON.stringify(payload) };
}
