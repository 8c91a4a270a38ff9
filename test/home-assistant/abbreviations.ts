// The abbreviations that Home Assistant writes out in discovery payloads, as far as this stand-in knows the keys.
// Source: Home Assistant Core, components/mqtt/abbreviations.py.

export const ENTITY_ABBREVIATIONS: Readonly<Record<string, string>> = {
  avty: "availability",
  avty_mode: "availability_mode",
  avty_t: "availability_topic",
  avty_tpl: "availability_template",
  av_tones: "available_tones",
  bri_cmd_t: "brightness_command_topic",
  bri_scl: "brightness_scale",
  bri_stat_t: "brightness_state_topic",
  cmd_t: "command_topic",
  cmd_tpl: "command_template",
  cmps: "components",
  def_ent_id: "default_entity_id",
  dev: "device",
  dev_cla: "device_class",
  e: "encoding",
  en: "enabled_by_default",
  evt_typ: "event_types",
  ent_cat: "entity_category",
  exp_aft: "expire_after",
  frc_upd: "force_update",
  fx_list: "effect_list",
  ic: "icon",
  json_attr_t: "json_attributes_topic",
  json_attr_tpl: "json_attributes_template",
  o: "origin",
  obj_id: "object_id",
  lrst_val_tpl: "last_reset_value_template",
  off_dly: "off_delay",
  on_cmd_type: "on_command_type",
  ops: "options",
  opt: "optimistic",
  p: "platform",
  pl: "payload",
  pl_avail: "payload_available",
  pl_cls: "payload_close",
  pl_lock: "payload_lock",
  pl_not_avail: "payload_not_available",
  pl_off: "payload_off",
  pl_on: "payload_on",
  pl_open: "payload_open",
  pl_prs: "payload_press",
  pl_rst: "payload_reset",
  pl_stop: "payload_stop",
  pl_unlk: "payload_unlock",
  ptrn: "pattern",
  ret: "retain",
  rgb_cmd_t: "rgb_command_topic",
  rgb_stat_t: "rgb_state_topic",
  stat_cla: "state_class",
  stat_clsd: "state_closed",
  stat_closing: "state_closing",
  stat_jam: "state_jammed",
  stat_locked: "state_locked",
  stat_off: "state_off",
  stat_on: "state_on",
  stat_open: "state_open",
  stat_opening: "state_opening",
  stat_t: "state_topic",
  stat_unlocked: "state_unlocked",
  sug_dsp_prc: "suggested_display_precision",
  sup_clrm: "supported_color_modes",
  sup_dur: "support_duration",
  sup_vol: "support_volume_set",
  t: "topic",
  uniq_id: "unique_id",
  unit_of_meas: "unit_of_measurement",
  val_tpl: "value_template",
};

export const DEVICE_ABBREVIATIONS: Readonly<Record<string, string>> = {
  cns: "connections",
  cu: "configuration_url",
  hw: "hw_version",
  ids: "identifiers",
  mdl: "model",
  mdl_id: "model_id",
  mf: "manufacturer",
  sa: "suggested_area",
  sn: "serial_number",
  sw: "sw_version",
};

export const ORIGIN_ABBREVIATIONS: Readonly<Record<string, string>> = {
  sw: "sw_version",
  url: "support_url",
};

export type Payload = Record<string, unknown>;

/** The payload with its keys written out; what is nested stays as it is. */
export function writtenOut(payload: Payload, abbreviations: Readonly<Record<string, string>>): Payload {
  return Object.fromEntries(
    Object.entries(payload).map(([key, value]) => [abbreviations[key] ?? key, value]),
  );
}
