"use strict";
// Draws the charts as they come into view, and asks now and then whether there are new results.
// Without this file the page is complete: it then shows its tables.
(() => {
  const results = document.getElementById("results");
  const news = document.getElementById("news");
  const EVERY = 30_000;
  const SELDOM = 15 * 60_000; // at the latest after that, however long nobody has answered
  const { CONFIG, fit, tablesOnly } = window.Chart;

  // -- drawing

  const drawn = new Map(); // chart -> the figure it shows, as text, and the width it was fitted to
  const source = (plot) => plot.nextElementSibling.textContent;

  function draw(plot) {
    const section = plot.closest("section");
    const width = Math.floor(section.clientWidth - parseFloat(getComputedStyle(section).paddingInlineStart) * 2);
    const figure = JSON.parse(source(plot));
    fit(figure, width);
    steady(section, () => {
      window.Plotly.react(plot, figure.data, figure.layout, CONFIG);
      plot.style.minBlockSize = "";
      if (!drawn.has(plot)) for (const table of section.querySelectorAll(".numbers")) table.open = false;
      section.dataset.drawn = "";
    });
    drawn.set(plot, { figure: source(plot), width });
  }

  // What one reads stays where it is while something above it changes its height; most browsers see to that themselves.
  // `edge` of the section must not move: its end where it lies above the screen, its beginning where one reads it.
  function steady(section, change, edge = "bottom") {
    const before = section.getBoundingClientRect();
    change();
    const above = edge === "bottom" ? before.bottom < 0 : before.top < 0 || scrollY > 0;
    if (above && !CSS.supports("overflow-anchor", "auto")) scrollBy(0, section.getBoundingClientRect()[edge] - before[edge]);
  }

  const redraw = () => { for (const plot of drawn.keys()) draw(plot); };

  // Fetched at once, not for the first chart that comes near: then charts stand before one has scrolled to them.
  const plotly = new Promise((loaded) => {
    const script = document.createElement("script");
    script.src = news.dataset.plotly;
    script.onload = loaded;
    script.onerror = () => window.Chart.giveUp?.(); // then the tables stay
    if (!tablesOnly) document.head.append(script);
  });

  let turn = plotly; // one chart after the other, so that the first is on the screen before the next is drawn
  const inView = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      inView.unobserve(target);
      turn = turn.then(() => draw(target.querySelector(".plot"))).then(() => new Promise(requestAnimationFrame));
    }
  }, { rootMargin: "600px 0px" });

  const resized = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const plot = target.querySelector(".plot");
      if (drawn.has(plot) && Math.abs(drawn.get(plot).width - plot.clientWidth) > 1) draw(plot);
    }
  });

  function watch() {
    if (tablesOnly) return;
    for (const plot of [...drawn.keys()]) if (!plot.isConnected) drawn.delete(plot);
    for (const plot of results.querySelectorAll(".plot")) {
      const section = plot.closest("section");
      if (!drawn.has(plot)) inView.observe(section);
      else if (drawn.get(plot).figure !== source(plot)) draw(plot);
      resized.observe(section);
    }
  }

  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

  // -- new results

  let failures = 0;
  let looking = false;
  let next = 0;

  // Now and then, less often the longer nobody answers, and not at all while nobody sees the page.
  function later() {
    clearTimeout(next);
    if (!document.hidden) next = setTimeout(look, Math.min(EVERY * 2 ** failures, SELDOM));
  }

  async function look() {
    if (looking || !news.dataset.newest) return;
    clearTimeout(next);
    if (document.hidden) return;
    looking = true;
    const reached = await refresh();
    looking = false;
    failures = reached ? 0 : failures + 1;
    later();
  }

  // Whether the server was reached. Its answers say by their ETag what the browser has already.
  async function refresh() {
    const newest = await ask(news.dataset.newest).then((answer) => answer?.json()).catch(() => null);
    if (!newest) return false;
    if (String(newest.release) === results.dataset.release) return true;
    const address = new URL(location.href);
    address.searchParams.set("part", "1");
    const part = await ask(address).then((answer) => answer?.text()).catch(() => null);
    const fresh = part && new DOMParser().parseFromString(part, "text/html").getElementById("results");
    if (!fresh || fresh.dataset.release === results.dataset.release) return false; // not there yet, wherever it waits
    steady(inSight(), () => keepingFocus(() => patch(results, fresh)), "top");
    watch();
    news.textContent = news.dataset.words;
    setTimeout(() => { news.textContent = ""; }, 10_000);
    return true;
  }

  const ask = (address) => fetch(address, { cache: "no-cache" }).then((answer) => (answer.ok ? answer : null));
  const inSight = () => [...results.querySelectorAll(".exhibit")].find((each) => each.getBoundingClientRect().bottom > 0) ?? results;

  // Makes one element like another in place, so that scroll, focus, open tables and drawn charts stay as they are.
  function patch(old, fresh) {
    if (old.nodeName !== fresh.nodeName || old.id !== fresh.id) return old.replaceWith(fresh);
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return undefined;
    }
    if (old.matches(".plot")) return undefined;
    for (const { name, value } of fresh.attributes) if (name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
    patchWithin(old, fresh);
    return undefined;
  }

  // What has a name or leads somewhere is found again wherever it stands now: a new group before the one in focus moves
  // nothing away from under it. What stays is never taken out, for that would take the focus from it.
  function patchWithin(old, fresh) {
    const wanted = new Set([...fresh.children].map(named).filter(Boolean));
    for (const child of [...old.children]) if (named(child) && !wanted.has(named(child))) child.remove();
    let place = old.firstChild;
    const drop = () => { const gone = place; place = place.nextSibling; gone.remove(); };
    for (const node of [...fresh.childNodes]) {
      const known = named(node) ? [...old.children].find((child) => named(child) === named(node)) : place;
      if (known && named(node)) while (place && place !== known && !named(place)) drop();
      if (known && place === known && named(known) === named(node)) {
        place = place.nextSibling;
        patch(known, node);
      } else if (known && named(node)) {
        old.insertBefore(known, place);
        patch(known, node);
      } else {
        old.insertBefore(node, place);
      }
    }
    while (place) drop();
  }

  const named = (node) => node.id || node.getAttribute?.("href") || (node.nodeName === "LI" && node.firstElementChild?.getAttribute("href")) || "";

  // A link that had the focus gets it back if it had to be moved or made anew.
  function keepingFocus(change) {
    const focused = document.activeElement;
    const section = focused?.closest("section[id]");
    const place = section ? [...section.querySelectorAll("a, summary, button")].indexOf(focused) : -1;
    change();
    if (document.activeElement === focused || place < 0) return;
    const again = focused.isConnected ? focused : document.getElementById(section.id)?.querySelectorAll("a, summary, button")[place];
    again?.focus({ preventScroll: true });
  }

  // -- paper: browsers that cannot show a closed table with CSS open it for as long as they print

  const opened = new Set();
  addEventListener("beforeprint", () => {
    for (const table of results.querySelectorAll(".numbers:not([open])")) { opened.add(table); table.open = true; }
  });
  addEventListener("afterprint", () => {
    for (const table of opened) table.open = false;
    opened.clear();
  });

  watch();
  later();
  document.addEventListener("visibilitychange", look);
  addEventListener("online", look);
})();
