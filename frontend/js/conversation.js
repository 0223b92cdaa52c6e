// All that a page of a room needs; fetched the first time one is opened.
import "./live.js";
import "./rows.js";
import "./reading.js";
import "./agreeing.js";
import "./thread.js";
import "./reactions.js";
import "./message_menu.js";
import "./typing.js";
import "./presence.js";
