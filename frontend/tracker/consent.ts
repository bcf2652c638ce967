// What is allowed: the source's mode, the browser's signal, and above both what somebody chose.
import type { Choice } from "./relasi";
import { attempt } from "./safely";
import { settings } from "./settings";
import * as storage from "./storage";

const PURPOSES = ["collect", "profile", "personalise"];
const mode = settings.consent;
// What somebody chose, and when.
const kept: [Choice, string?] = attempt(
  () => JSON.parse(storage.stored("choice")) as [Choice, string?],
) || [{}];
const chosen = kept[0];

/** Global Privacy Control: the browser says no for all sites, unless somebody says yes here. */
export const hasSignal =
  (navigator as Navigator & { globalPrivacyControl?: boolean }).globalPrivacyControl === true;

const unasked = mode === "granted" && !hasSignal;

const said = (purpose: string, otherwise: boolean): boolean =>
  purpose in chosen ? chosen[purpose] === true : otherwise;

/** Whether events may leave the page at all. */
export const maySend = (): boolean => said("collect", mode !== "required");

/** Whether events that may not leave yet are worth waiting for a choice. */
export const mayWait = (): boolean => said("collect", true);

/** Whether an id may outlast the page. */
export const mayKeep = (): boolean => said("collect", unasked);

/** Whether the person behind the events may be known. */
export const mayKnow = (): boolean => mayKeep() && said("profile", unasked);

/** Whether somebody said yes here, themselves. */
export const isExplicit = (): boolean => said("collect", false);

/** What travels with every event, in the shape of Segment's consent object: what was chosen. */
export const state = (): Record<string, unknown> => ({
  mode,
  gpc: hasSignal || undefined,
  categoryPreferences: chosen,
  chosenAt: kept[1],
});

export function choose(choice: Choice | boolean): void {
  kept[1] = new Date().toISOString();
  if (typeof choice === "object") Object.assign(chosen, choice);
  else for (const purpose of PURPOSES) chosen[purpose] = choice;
}

/** The choice itself is kept, so that nobody is asked twice; where silence says no as well, no. */
export function remember(): void {
  if (mayKeep() || mode !== "required") storage.store("choice", JSON.stringify(kept));
}
