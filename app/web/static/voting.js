// 1, 2 and 3 press the buttons of the statement one is at. Only from inside its form, where the page puts the focus:
// single keys that work everywhere get in the way of those who speak to their computer (WCAG 2.1.4).
(() => {
  const form = document.querySelector(".voting");
  if (!form) return;
  const buttons = form.querySelectorAll(".vote");
  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const button = buttons["123".indexOf(event.key)];
    if (button) button.click();
  });
})();
