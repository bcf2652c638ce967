// The small file that a page loads: always fresh, it says the settings and fetches the code.
import type { Settings, Waiting } from "./settings";

/** Written here by the collector. */
declare const SETTINGS: Settings;

((page: { relasi?: Waiting }) => {
  const own = document.currentScript as HTMLScriptElement;
  const relasi: Waiting =
    page.relasi ||
    (page.relasi = function () {
      (relasi.q = relasi.q || []).push(arguments);
    });
  if (relasi.settings || !own) return;
  relasi.settings = SETTINGS;
  relasi.base = own.src.replace(/\/r\/[^/]*$/, "");
  relasi.tag = own.dataset;
  const code = document.createElement("script");
  code.async = true;
  code.nonce = own.nonce;
  code.src = `${relasi.base}/r/code/${relasi.settings.code}.js`;
  document.head.append(code);
})(window as unknown as { relasi?: Waiting });
