// Where something happened: the page, the campaign, the screen.
import { campaignIn, clicksIn, withoutSecrets } from "./addresses";
import { settings, tag } from "./settings";
import * as storage from "./storage";

export interface Page {
  path: string;
  referrer: string;
  search: string;
  title: string;
  url: string;
}

let referrer = document.referrer;
let seen = address();

/** The address as it counts for a page: without what follows #, unless the tag says data-hash. */
export function address(): string {
  return "hash" in tag ? location.href : location.href.replace(/#.*/, "");
}

/** Whether it is another page than before; the one before is then where they came from. */
export function hasMoved(): boolean {
  if (address() === seen) return false;
  referrer = seen;
  seen = address();
  return true;
}

export function page(): Page {
  return {
    path: location.pathname,
    referrer: withoutSecrets(referrer),
    search: withoutSecrets(location.search),
    title: document.title,
    url: withoutSecrets(seen),
  };
}

const cameBy = ({ search }: Page): Record<string, unknown> => ({
  campaign: campaignIn(search),
  click_ids: clicksIn(search),
});

export function surroundings(at: Page): Record<string, unknown> {
  return {
    page: at,
    ...cameBy(at),
    locale: navigator.language,
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    userAgent: navigator.userAgent,
    screen: { width: screen.width, height: screen.height },
    library: { name: "relasi", version: settings.code },
  };
}

/** Where somebody came from the very first time; known only once it may be kept. */
export function firstTouch(at: Page): unknown {
  if (!storage.isLasting()) return undefined;
  const said = storage.read("first");
  if (said) return JSON.parse(said);
  const first = {
    at: new Date().toISOString(),
    url: at.url,
    referrer: at.referrer,
    ...cameBy(at),
  };
  storage.write("first", JSON.stringify(first));
  return first;
}
