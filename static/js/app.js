import { setUpSavers } from "./autosave.js";
import { drawClocks } from "./clocks.js";
import { setUpEditor } from "./editor.js";
import { listenToKeys } from "./keys.js";
import { startLive } from "./live.js";
import { setUpPage } from "./page.js";

document.documentElement.classList.add("scripted");
setUpPage();
listenToKeys();
drawClocks();
startLive();
htmx.onLoad((part) => {
  setUpSavers(part);
  setUpEditor(part);
});
