// The one script of every page: htmx and our behaviours. Charts are a bundle of their own.
import htmx from "htmx.org";
import { watch } from "./behaviours";
import "./ui/menus";
import "./ui/palette";
import "./ui/lists";
import "./ui/edges";
import "./ui/keyboard";
import "./ui/toasts";
import "./ui/themes";
import "./ui/charts-loader";
import "./ui/forms";
import "./ui/asking";
import "./ui/watching";
import "packages:behaviours";

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
window.htmx = htmx;
htmx.config.includeIndicatorCSS = false;

watch();
