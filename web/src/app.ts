// The script of every page: htmx, focus, toasts, what was not sent yet, and the modules that a page names.
import "./page/htmx.ts";
import htmx from "htmx.org";
import { startModules, stopModules } from "./modules.ts";
import { figures } from "./page/figures.ts";
import { keepFocus } from "./page/focus.ts";
import { toasts } from "./page/toasts.ts";
import { toast } from "./shared/toast.ts";
import { startSending } from "./shared/unsent.ts";
import { say } from "./shared/words.ts";

keepFocus();
toasts();
startSending();
figures(document.body);
startModules(document);

htmx.on("htmx:after:settle", () => {
  stopModules();
  startModules(document);
  figures(document.body);
});
htmx.on("htmx:error", () => toast(say("page.no_answer")));
