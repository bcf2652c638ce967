// Addresses as they may be told: without secrets, and before consent without what names a click.
import { attempt } from "./safely";

const SECRET = /[?&#][^=&#]*(token|passw|secret|api_?key|signature)[^=&#]*=[^&#]*/gi;
// Parameters by which an advertiser knows one click again.
const CLICK =
  /[?&#](gclid|gbraid|wbraid|dclid|gad_source|fbclid|msclkid|ttclid|twclid|li_fat_id|igshid|rdt_cid|epik|irclickid|_kx|sccid|yclid|mc_cid|mc_eid)=[^&#]*/gi;
const CAMPAIGN = /[?&]utm_\w+=[^&#]*/gi;

/** The name stays and the value goes: that there was a click is told, not which one it was. */
const masked = (text: string, pattern: RegExp): string =>
  text.replace(pattern, (part) => part.replace(/=.*/, "=*"));

export const withoutSecrets = (address: string): string => masked(address, SECRET);

export const withoutClicks = (event: string): string =>
  JSON.stringify(JSON.parse(event), (name, value: unknown) => {
    if (name === "click_ids") return undefined;
    return typeof value === "string" ? masked(value, CLICK) : value;
  });

/** utm_* as Segment's clients call them, where utm_campaign is the name. */
export const campaignIn = (search: string): Record<string, string> | undefined =>
  found(search, CAMPAIGN);

export const clicksIn = (search: string): Record<string, string> | undefined =>
  found(search, CLICK);

function found(search: string, pattern: RegExp): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const part of search.match(pattern) || []) {
    const [, name = "", raw = ""] = /.(?:utm_)?([^=]*)=(.*)/i.exec(part.replace(/\+/g, " ")) || [];
    const word = name.toLowerCase().replace("campaign", "name");
    values[word] = attempt(() => decodeURIComponent(raw)) || raw;
  }
  return Object.keys(values).length ? values : undefined;
}
