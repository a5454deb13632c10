// Fills in the code that a QR picture brought along. It stands behind the #, which a browser keeps to itself, and
// leaves the address bar at once. Without script the code is typed.
(() => {
  const CODE = /^#?([0-9A-HJKMNP-TV-Z]{4}-?){3}$/;
  const field = document.getElementById("code");
  if (!field) return;
  if (CODE.test(location.hash)) {
    field.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname + location.search);
  }
  // The same page in another language gets the code the same way.
  for (const link of document.querySelectorAll("a[hreflang]")) {
    link.addEventListener("click", () => { if (CODE.test(field.value)) link.hash = field.value; });
  }
})();
