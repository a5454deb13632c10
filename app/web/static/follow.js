// Opens the themes of a code that a QR picture brought along. It stands behind the #, which a browser keeps to itself,
// and leaves the address bar at once. Without script the code is typed.
(() => {
  const CODE = /^#?1[0-9A-HJKMNP-TV-Z-]{6,16}$/;
  const field = document.getElementById("code");
  if (!field || !CODE.test(location.hash)) return;
  field.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
  field.form.requestSubmit();
})();
