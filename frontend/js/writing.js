// All that a text box for messages needs; fetched the first time one is met.
import "./mentions.js";
import "./composer.js";
import "./queue.js";
import "./told.js";
import "./similar.js";
import "./toolbar.js";
import "./preview.js";
import "./paste.js";
