// Forms that say data-relasi-form: what was filled in, except what is nobody's business.
import { mayKnow } from "./consent";
import { listen } from "./safely";
import type { Properties } from "./relasi";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const TYPES = /^(password|hidden|file|submit|button|reset|image)$/;
const NAMES =
  /pass(?!eng)|pwd|card|cvv|cvc|ccn|iban|account|ssn|\bnik\b|tax|token|secret|csrf|xsrf|otp|\bpin\b/i;
const CARD = /^[1-9]([ -]?\d){12,18}$/;
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const LONGEST = 200;

interface Told {
  name: string;
  fields: Properties;
  email: string;
}

export function watchForms(sent: (told: Told) => void): void {
  listen(document, "submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.hasAttribute("data-relasi-form")) return;
    const [word, own, id] = ["data-relasi-form", "name", "id"].map((n) => form.getAttribute(n));
    const told: Told = { name: word || own || id || "", fields: {}, email: "" };
    // What somebody wrote says who they are: it goes only where that may be known.
    if (mayKnow()) for (const field of form.elements) read(field as Field, told);
    sent(told);
  });
}

function read(field: Field, told: Told): void {
  const value = valueOf(field);
  if (!value) return;
  if (field.hasAttribute("data-relasi-identify")) {
    if (ADDRESS.test(value)) told.email = value;
  } else if (field.name && !isSensitive(field, value)) {
    const before = told.fields[field.name];
    told.fields[field.name] = before ? `${before}, ${value}` : value;
  }
}

function isSensitive(field: Field, value: string): boolean {
  return (
    TYPES.test(field.type) ||
    NAMES.test(`${field.name} ${field.id}`) ||
    /^cc-|password|one-time/.test(field.autocomplete) ||
    field.closest("[data-relasi-ignore]") !== null ||
    CARD.test(value) ||
    ADDRESS.test(value)
  );
}

function valueOf(field: Field): string {
  if (field instanceof HTMLSelectElement)
    return Array.from(field.selectedOptions, (option) => option.value).join(", ");
  if (/^(checkbox|radio)$/.test(field.type) && !(field as HTMLInputElement).checked) return "";
  return String(field.value || "").trim().slice(0, LONGEST);
}
