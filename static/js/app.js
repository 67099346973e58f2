import { setUpSavers } from "./autosave.js";
import { drawClocks } from "./clocks.js";
import { setUpEditor } from "./editor.js";
import { listenToHints, setUpHints } from "./hints.js";
import { listenToKeys } from "./keys.js";
import { startLive } from "./live.js";
import { setUpPage } from "./page.js";
import { setUpRecorder } from "./recorder.js";

document.documentElement.classList.add("scripted");
setUpPage();
listenToKeys();
listenToHints();
drawClocks();
startLive();
htmx.onLoad((part) => {
  setUpSavers(part);
  setUpEditor(part);
  setUpHints(part);
  setUpRecorder(part);
});
