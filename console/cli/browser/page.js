// The keyboard belongs to the console as soon as it shows something: nobody has to click first.
"use strict";

const page = document.body.classList;

function giveKeyboard() {
  // Before the first picture there is no way to the console yet, and after the last one nothing to type into.
  if (page.contains("-first-byte") && !page.contains("-closed")) {
    document.querySelector(".xterm-helper-textarea")?.focus();
  }
}

window.addEventListener("focus", giveKeyboard);
document.addEventListener("focusout", () => window.setTimeout(giveKeyboard));

// Where the console has ended the way back stands under Enter.
new MutationObserver(() => {
  if (page.contains("-closed")) {
    document.querySelector(".ended a").focus();
  } else {
    giveKeyboard();
  }
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });
