// The page's one script: Turbo for pages without reloading, and one small file a behaviour.
// What only some pages need is fetched when such an element is met: js/on_demand.js.
import * as Turbo from "@hotwired/turbo";
import "./js/labels.js";
import "./js/times.js";
import "./js/theme.js";
import "./js/print.js";
import "./js/menus.js";
import "./js/dialogs.js";
import "./js/keyboard.js";
import "./js/form_keep.js";
import "./js/card_maker.js";
import "./js/notices.js";
import "./js/connection.js";
import "./js/offline.js";
import "./js/on_demand.js";

Turbo.config.drive.progressBarDelay = 300;
