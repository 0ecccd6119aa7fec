/** The way to what comes next is one key away: `n`. */

import { addKey } from "./keys.js";

const next = document.querySelector("a[data-next]");
if (next) addKey("n", "next thing to do", () => next.click());
